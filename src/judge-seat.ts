import type { JudgeSettings } from './config/judge-settings.ts'
import type { Settings } from './config/settings.ts'
import type { Backend, BackendSettings } from './contracts/backend.ts'
import type { Catalog, Placement } from './contracts/model.ts'
import { JUDGE_PACK } from './learning/judge/pack.ts'
import type { JudgeRules, Seating } from './learning/judge/seat.ts'
import { revisionOf } from './learning/profiling/revision.ts'
import { backendsOn, hostOf } from './learning/profiling/subjects.ts'
import { publicPrice } from './models/prices.ts'
import { placementsOf } from './routing/resolve.ts'
import { connect } from './wiring.ts'

export interface JudgeSeatOptions {
  settings(): Settings
  catalog(): Catalog
  /** By name. */
  backends(): ReadonlyMap<string, Backend>
}

/** Who judges by one catalog and these settings. */
interface Known {
  readonly catalog: Catalog
  readonly judge: JudgeSettings
  readonly seating: Seating
}

/** Finds who judges: a model of the router's own, or one of an API that nobody else is sent to. */
export class JudgeSeat {
  readonly #options: JudgeSeatOptions
  /** The API, once it was asked; by the name of its backend. */
  #connected: ReadonlyMap<string, Backend> = new Map()
  #known: Known | undefined

  constructor(options: JudgeSeatOptions) {
    this.#options = options
  }

  /** Asked for with every model and question: found anew only with another catalog or other settings. */
  seating(): Seating {
    const [catalog, judge] = [this.#options.catalog(), this.#options.settings().learning.judge]
    const known = this.#known
    if (known?.catalog === catalog && known.judge === judge) return known.seating
    const seating = this.#seating(judge)
    this.#known = { catalog, judge, seating }
    return seating
  }

  rules(): JudgeRules {
    const judge = this.#options.settings().learning.judge
    const { maxRetries: retries, retryBaseSeconds, maxCalls, maxCost } = judge
    return { retries, retryBaseMs: retryBaseSeconds * 1000, maxCalls, maxCost }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connected.values()].map((backend) => backend.close()))
  }

  #seating({ enabled, isUsualApi, model, api }: JudgeSettings): Seating {
    if (!enabled) return undefined
    const own = isUsualApi ? this.#own(model) : undefined
    if (own !== undefined) return own
    if (isUsualApi && api.apiKey === undefined)
      return `there is no model "${model}" here, and no judge.api_key to ask for it elsewhere`
    return this.#outside(model, api)
  }

  #own(name: string): Seating {
    const { catalog, backends } = this.#options
    const all = placementsOf(name, catalog())
    if (all === undefined) return undefined
    const placement = all.find(({ up }) => up)
    const backend = placement && backends().get(placement.backend)
    if (placement === undefined || backend === undefined) return `no backend with "${name}" answers`
    return {
      ...{ placement, backend, neighbours: this.#neighboursOf(placement, backend.settings) },
      revision: revisionOf(placement, catalog(), `${placement.key} ${JUDGE_PACK}`),
    }
  }

  #neighboursOf({ remote }: Placement, settings: BackendSettings): readonly string[] {
    return remote ? [] : backendsOn(hostOf(settings), this.#options.backends())
  }

  #outside(model: string, api: BackendSettings): Seating {
    const backend = this.#connectedTo(api)
    if (backend === undefined) return undefined
    const price = publicPrice({ id: model, url: api.url, ownWeights: false, at: Date.now() })
    const placement: Placement = {
      ...{ key: `${model}@${api.name}`, model, backend: api.name, nativeId: model },
      ...{ remote: api.remote, routable: false, loaded: undefined, up: true },
      facts: { capabilities: {}, ...(price && { price: { value: price, source: 'inferred' } }) },
    }
    const { catalog } = this.#options
    const questions = `${placement.key} ${api.url} ${JUDGE_PACK}`
    return {
      ...{ placement, backend, neighbours: this.#neighboursOf(placement, api) },
      revision: revisionOf(placement, catalog(), questions),
    }
  }

  /** One that changed is connected to anew; what the old one was asked may end. */
  #connectedTo(api: BackendSettings): Backend | undefined {
    const before = this.#connected.get(api.name)
    this.#connected = connect([api], this.#connected)
    const now = this.#connected.get(api.name)
    if (before !== undefined && before !== now) void before.close()
    return now
  }
}
