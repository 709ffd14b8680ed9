import { setImmediate as breath, setTimeout as sleep } from 'node:timers/promises'
import type { BenchmarkRow, BenchmarkSync, MatchedBenchmark } from '../../contracts/benchmark.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { JobControl } from '../../contracts/job.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Catalog } from '../../contracts/model.ts'
import { groupedBy } from '../../std/grouped-by.ts'
import { withDeadline } from '../../std/with-deadline.ts'
import type { BenchmarkSource, Get } from './benchmark.ts'
import { limitedGet } from './limited-get.ts'
import { matches, type NamedModel } from './matches.ts'
import { modelIdentity } from './model-identity.ts'
import { toEvidence } from './to-evidence.ts'

/** What benchmarks are asked of whom. */
export interface LibraryRules {
  /** Names of sources. */
  readonly sources: readonly string[]
  /** By name of a source. */
  readonly keys: Readonly<Record<string, string | undefined>>
  /** Milliseconds for which what a source said is new enough. */
  freshMs(source: string): number
  /** Which model here a published name means, by that name in lower case. */
  readonly mapping: ReadonlyMap<string, string>
}

export interface LibraryOptions {
  /** What is shipped. */
  readonly shipped: readonly BenchmarkRow[]
  /** What was fetched before. */
  readonly kept: readonly BenchmarkRow[]
  readonly syncs: readonly BenchmarkSync[]
  readonly sources: readonly BenchmarkSource[]
  rules(): LibraryRules
  put(sync: BenchmarkSync, rows?: readonly BenchmarkRow[]): Promise<void>
  catalog(): Catalog
  /** Told what all figures together say of the models of the catalog. */
  readonly onEvidence: (evidence: readonly KeyedEvidence[]) => void
  /** Milliseconds since 1970. */
  now(): number
  readonly get?: Get
  /** Pause before a failed source is asked again, doubled each time; default 2 s. */
  readonly retryMs?: number
}

/** One source, all pages of it. */
const SOURCE_MS = 10 * 60_000
const TRIES = 3
const RETRY_MS = 2000
/** Names read at once: nobody waits for longer. */
const SLICE = 200

/** What public benchmarks say of the models that run here: shipped with the program, and fetched. */
export class BenchmarkLibrary {
  readonly #options: LibraryOptions
  /** By source. */
  readonly #fetched: Map<string, readonly BenchmarkRow[]>
  readonly #syncs = new Map<string, BenchmarkSync>()
  #models = ''
  #matched: readonly MatchedBenchmark[] = []

  constructor(options: LibraryOptions) {
    this.#options = options
    this.#fetched = new Map(groupedBy(options.kept, ({ source }) => source))
    for (const sync of options.syncs) this.#syncs.set(sync.source, sync)
  }

  /** What speaks of models here. */
  get matched(): readonly MatchedBenchmark[] {
    return this.#matched
  }

  /** How each source was asked, of those that were. */
  get syncs(): readonly BenchmarkSync[] {
    return [...this.#syncs.values()]
  }

  /** Says anew what all figures tell, if there are other models or other figures than before. */
  async match(anew = false): Promise<void> {
    const { catalog, rules, onEvidence } = this.#options
    const models = namedModels(catalog())
    const key = JSON.stringify(models)
    if (!anew && key === this.#models) return
    this.#models = key
    const rows = [...this.#options.shipped, ...[...this.#fetched.values()].flat()]
    await readNames(rows)
    if (this.#models !== key) return
    const { mapping } = rules()
    this.#matched = matches(rows, models, mapping)
    onEvidence(toEvidence(rows, models, mapping))
  }

  /** Whether a source should be asked again. */
  isDue(): boolean {
    return this.#wanted().some((source) => !this.#isFresh(source))
  }

  /** Asks every source, or those that are due. Rejects when one could not be read: what others said is kept. */
  async sync(control: JobControl, all: boolean): Promise<void> {
    const wanted = this.#wanted().filter((source) => all || !this.#isFresh(source))
    const problems: string[] = []
    for (const [at, source] of wanted.entries()) {
      control.step(at, wanted.length, source.name)
      const problem = await this.#ask(source, control)
      if (problem === undefined) continue
      problems.push(source.name)
      control.problem(`${source.name}: ${problem}`)
    }
    control.step(wanted.length - problems.length, wanted.length, '')
    await this.match(true)
    if (problems.length > 0) throw unreadSources(problems)
  }

  #wanted(): readonly BenchmarkSource[] {
    const { sources, keys } = this.#options.rules()
    return this.#options.sources.filter(({ name, needsKey }) => {
      return sources.includes(name) && (needsKey !== true || keys[name] !== undefined)
    })
  }

  #isFresh({ name }: BenchmarkSource): boolean {
    const { rules, now } = this.#options
    const at = this.#syncs.get(name)?.at
    return at !== undefined && now() - at < rules().freshMs(name)
  }

  /** Why a source could not be read; undefined = it was. */
  async #ask(source: BenchmarkSource, { signal }: JobControl): Promise<string | undefined> {
    const { rules, now, put, get = limitedGet(), retryMs = RETRY_MS } = this.#options
    const key = rules().keys[source.name]
    for (let attempt = 1; ; attempt++) {
      try {
        const rows = await withDeadline(
          SOURCE_MS,
          (limited) => source.fetch({ get, key, now: now(), signal: limited }),
          signal,
        )
        const sync = { ...noted(source, now()), at: now(), rows: rows.length }
        await put(sync, rows)
        this.#fetched.set(source.name, rows)
        this.#syncs.set(source.name, sync)
        return undefined
      } catch (thrown) {
        signal.throwIfAborted()
        const problem = thrown instanceof Error ? thrown.message : String(thrown)
        if (attempt === TRIES) return this.#failed(source, problem)
        await sleep(retryMs * 2 ** (attempt - 1), undefined, { signal })
      }
    }
  }

  async #failed(source: BenchmarkSource, problem: string): Promise<string> {
    const { now, put } = this.#options
    const before = this.#syncs.get(source.name)
    const sync = {
      ...noted(source, now()),
      ...{ at: before?.at, rows: before?.rows ?? 0, problem: problem.slice(0, 500) },
    }
    this.#syncs.set(source.name, sync)
    await put(sync)
    return problem
  }
}

function unreadSources(sources: readonly string[]): GatewayError {
  return new GatewayError('upstream_error', `These could not be read: ${sources.join(', ')}.`)
}

function noted({ name }: BenchmarkSource, now: number): BenchmarkSync {
  return { source: name, at: undefined, triedAt: now, rows: 0, problem: undefined }
}

function namedModels({ models }: Catalog): readonly NamedModel[] {
  return [...models.values()].flatMap(({ id, placements }) => {
    const facts = placements[0]?.facts
    if (facts === undefined || (facts.role?.value ?? 'chat') !== 'chat') return []
    const size = facts.parameters
    return [
      {
        id,
        origin: facts.origin?.value,
        parameters: size?.source === 'inferred' ? undefined : size?.value,
      },
    ]
  })
}

/** Remembers what names mean, a few at a time: the first reading of thousands takes long. */
async function readNames(rows: readonly BenchmarkRow[]): Promise<void> {
  const names = [...new Set(rows.map(({ model }) => model))]
  for (let at = 0; at < names.length; at += SLICE) {
    for (const name of names.slice(at, at + SLICE)) modelIdentity(name)
    await breath()
  }
}
