import { GatewayError } from '../../contracts/errors.ts'
import type { Job, JobDesk, ProfileRequest } from '../../contracts/job.ts'
import type { Json } from '../../contracts/json.ts'
import type { Catalog } from '../../contracts/model.ts'
import { foldId } from '../../models/model-id.ts'
import { everythingIn } from '../../routing/everything.ts'
import { nearNames } from '../../std/near-names.ts'
import type { BenchmarkLibrary } from '../benchmarks/library.ts'
import type { Profiler } from '../profiling/profiler.ts'
import type { JobBoard, JobWork } from './job-board.ts'

export interface DeskOptions {
  readonly board: JobBoard
  readonly profiler: Pick<Profiler, 'run'>
  readonly library: Pick<BenchmarkLibrary, 'sync'>
  catalog(): Catalog
}

/** Where jobs are asked for and asked about. */
export class Desk implements JobDesk {
  readonly #options: DeskOptions
  /** What the running profile is asked for by now. */
  #profile: ProfileRequest | undefined

  constructor(options: DeskOptions) {
    this.#options = options
  }

  profile(request: ProfileRequest): Job {
    const { board } = this.#options
    this.#refuseUnknown(request.models ?? [])
    this.resume()
    const running = board.running('profile')
    if (running === undefined || this.#profile === undefined) {
      this.#profile = request
      return board.start('profile', asJson(request), this.#work(Date.now()))
    }
    const joined = both(this.#profile, request)
    if (joined !== this.#profile) {
      this.#profile = joined
      board.amend(running.id, asJson(joined))
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
        this.#profile = fromJson(job.request)
        board.resume(job, this.#work(job.createdAt))
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

  #work(since: number): JobWork {
    return (control) =>
      this.#options.profiler.run(() => this.#profile ?? EVERYTHING, control, since)
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

const EVERYTHING: ProfileRequest = { models: undefined, force: false, patient: true }

/** The first of them where that covers the second. */
function both(one: ProfileRequest, other: ProfileRequest): ProfileRequest {
  const isAll = one.models === undefined || other.models === undefined
  const models = isAll ? undefined : [...new Set([...(one.models ?? []), ...(other.models ?? [])])]
  const isSame =
    models?.length === one.models?.length &&
    (one.force || !other.force) &&
    (!one.patient || other.patient)
  if (isSame) return one
  return { models, force: one.force || other.force, patient: one.patient && other.patient }
}

function asJson({ models, force, patient }: ProfileRequest): Json {
  return { models: models ?? null, force, patient }
}

function fromJson(kept: Json): ProfileRequest {
  const { models, force, patient } = Object(kept)
  return {
    models: Array.isArray(models) ? models.map(String) : undefined,
    force: force === true,
    patient: patient === true,
  }
}
