import { GatewayError } from '../../contracts/errors.ts'
import type { Job, JobDesk, ProfileRequest, Wish } from '../../contracts/job.ts'
import type { Json } from '../../contracts/json.ts'
import type { Catalog } from '../../contracts/model.ts'
import { foldId } from '../../models/model-id.ts'
import { everythingIn } from '../../routing/everything.ts'
import { nearNames } from '../../std/near-names.ts'
import type { BenchmarkLibrary } from '../benchmarks/library.ts'
import type { Profiler } from '../profiling/profiler.ts'
import { isCovered } from '../profiling/wishes.ts'
import type { JobBoard, JobWork } from './job-board.ts'

export interface DeskOptions {
  readonly board: JobBoard
  readonly profiler: Pick<Profiler, 'run'>
  readonly library: Pick<BenchmarkLibrary, 'sync'>
  catalog(): Catalog
  /** Milliseconds since 1970. */
  now(): number
}

/** Where jobs are asked for and asked about. */
export class Desk implements JobDesk {
  readonly #options: DeskOptions
  /** What the running profile is asked for by now. */
  #wishes: readonly Wish[] = []

  constructor(options: DeskOptions) {
    this.#options = options
  }

  profile(request: ProfileRequest): Job {
    const { board, now } = this.#options
    this.#refuseUnknown(request.models ?? [])
    this.resume()
    const wish = { ...request, at: now() }
    const running = board.running('profile')
    if (running === undefined) {
      this.#wishes = [wish]
      return board.start('profile', asJson(this.#wishes), this.#work())
    }
    if (!isCovered(this.#wishes, wish)) {
      this.#wishes = [...this.#wishes, wish]
      board.amend(running.id, asJson(this.#wishes))
    }
    return running
  }

  syncBenchmarks(all = true): Job {
    const { board, library } = this.#options
    this.resume()
    return (
      board.running('sync-benchmarks') ??
      board.start('sync-benchmarks', null, (control) => library.sync(control, all))
    )
  }

  /** Goes on with what was interrupted by the end of the program. */
  resume(): void {
    const { board, library } = this.#options
    for (const job of board.interrupted()) {
      if (job.kind === 'profile') {
        this.#wishes = fromJson(job.request)
        board.resume(job, this.#work())
      } else board.resume(job, (control) => library.sync(control, false))
    }
  }

  list(): readonly Job[] {
    return this.#options.board.list()
  }

  get(id: string): Job | undefined {
    return this.#options.board.get(id)
  }

  cancel(id: string): Promise<Job | undefined> {
    return this.#options.board.cancel(id)
  }

  follow(id: string, listener: (job: Job) => void): () => void {
    return this.#options.board.follow(id, listener)
  }

  #work(): JobWork {
    return (control) => this.#options.profiler.run({ wishes: () => this.#wishes, control })
  }

  #refuseUnknown(models: readonly string[]): void {
    const { placements } = everythingIn(this.#options.catalog())
    const known = new Set(placements.flatMap(({ model, key }) => [foldId(model), key]))
    for (const model of models) {
      if (known.has(foldId(model))) continue
      const [near] = nearNames(model, [...known], 1)
      const hint = near === undefined ? '' : ` Did you mean "${near}"?`
      const message = `models: there is no model "${model.slice(0, 200)}".${hint}`
      throw new GatewayError('model_not_found', message, { param: 'models' })
    }
  }
}

function asJson(wishes: readonly Wish[]): Json {
  return wishes.map(({ models, force, patient, at }) => ({
    ...{ models: models ?? null, force, patient, at },
  }))
}

function fromJson(kept: Json): readonly Wish[] {
  return (Array.isArray(kept) ? kept : []).map((one) => {
    const { models, force, patient, at } = Object(one)
    return {
      models: Array.isArray(models) ? models.map(String) : undefined,
      force: force === true,
      patient: patient === true,
      at: typeof at === 'number' ? at : 0,
    }
  })
}
