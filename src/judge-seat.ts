import type { Settings } from './config/settings.ts'
import type { Backend } from './contracts/backend.ts'
import type { Catalog, Placement } from './contracts/model.ts'
import { JUDGE_PACK } from './learning/judge/pack.ts'
import type { JudgeRules, Seating } from './learning/judge/seat.ts'
import { revisionOf } from './learning/profiling/revision.ts'
import { hostOf } from './learning/profiling/subjects.ts'
import { foldId } from './models/model-id.ts'
import { publicPrice } from './models/prices.ts'
import { everythingIn } from './routing/everything.ts'
import { connect } from './wiring.ts'

export interface JudgeSeatOptions {
  settings(): Settings
  catalog(): Catalog
  /** By name. */
  backends(): ReadonlyMap<string, Backend>
}

/** Finds who judges: a model of the router's own, or one of an API that nobody else is sent to. */
export class JudgeSeat {
  readonly #options: JudgeSeatOptions
  /** The API, once it was asked; by the name of its backend. */
  #connected: ReadonlyMap<string, Backend> = new Map()

  constructor(options: JudgeSeatOptions) {
    this.#options = options
  }

  seating(): Seating {
    const { enabled, isUsualApi, model, api } = this.#options.settings().learning.judge
    if (!enabled) return undefined
    if (isUsualApi) {
      const own = this.#own(model)
      if (own !== undefined) return own
      if (api.apiKey === undefined)
        return `there is no model "${model}" here, and no judge.api_key to ask for it elsewhere`
    }
    return this.#outside()
  }

  rules(): JudgeRules {
    const judge = this.#options.settings().learning.judge
    const { maxRetries: retries, retryBaseSeconds, maxCalls, maxCost } = judge
    return { retries, retryBaseMs: retryBaseSeconds * 1000, maxCalls, maxCost }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connected.values()].map((backend) => backend.close()))
  }

  #own(name: string): Seating {
    const { catalog, backends } = this.#options
    const wanted = foldId(name)
    const all = everythingIn(catalog()).placements.filter(
      ({ model, key }) => foldId(model) === wanted || key === name,
    )
    const placement = all.find(({ up }) => up)
    const backend = placement && backends().get(placement.backend)
    if (all.length > 0 && placement === undefined) return `no backend with "${name}" answers`
    if (placement === undefined || backend === undefined) return undefined
    return {
      ...{ placement, backend, neighbours: this.#neighboursOf(placement, backend.settings) },
      revision: revisionOf(placement, catalog(), `${placement.key} ${JUDGE_PACK}`),
    }
  }

  #neighboursOf({ remote }: Placement, settings: Backend['settings']): readonly string[] {
    if (remote) return []
    const all = [...this.#options.backends().values()].map((backend) => backend.settings)
    const same = all.filter((other) => hostOf(other) === hostOf(settings))
    return same.map(({ name }) => name)
  }

  #outside(): Seating {
    const { model, api } = this.#options.settings().learning.judge
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
  #connectedTo(api: Backend['settings']): Backend | undefined {
    const before = this.#connected.get(api.name)
    this.#connected = connect([api], this.#connected)
    const now = this.#connected.get(api.name)
    if (before !== undefined && before !== now) void before.close()
    return now
  }
}
