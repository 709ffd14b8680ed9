import type { Placement } from '../contracts/model.ts'
import type { Latency, RankedCandidate } from '../contracts/routing.ts'
import { type ContextNeed, raisedContext } from './context-need.ts'
import { type Demand, doubtOf } from './demand.ts'
import type { Contender } from './rank.ts'
import { contenderReason } from './reason.ts'

/** What is the same for all candidates of a request. */
export interface Asked {
  /** Why the request counts as what it counts as. */
  readonly why: string
  readonly demand: Demand
  readonly context: ContextNeed
}

/** Of many candidates few are ever looked at, so that nothing is worked out before it is asked for. */
export class Ranked implements RankedCandidate {
  readonly #contender: Contender
  readonly #asked: Asked

  constructor(contender: Contender, asked: Asked) {
    this.#contender = contender
    this.#asked = asked
  }

  get placement(): Placement {
    return this.#contender.placement
  }

  get quality(): number {
    return this.#contender.weighed.quality
  }

  /** Of a probability whose logit is off by so much. */
  get qualitySd(): number {
    const spread = this.quality * (1 - this.quality)
    return spread * doubtOf(this.#contender.ability, this.#asked.demand)
  }

  get cost(): number {
    return this.#contender.weighed.cost
  }

  get costKnown(): boolean {
    return this.#contender.weighed.costKnown
  }

  get latency(): Latency {
    return this.#contender.weighed.latency
  }

  get switchCost(): number {
    return this.#contender.weighed.switchCost
  }

  get utility(): number {
    return this.#contender.weighed.utility
  }

  get belowFloor(): boolean {
    return this.#contender.small
  }

  get raiseContext(): number | undefined {
    return raisedContext(this.placement, this.#asked.context)
  }

  get reason(): string {
    return `${this.#asked.why}: ${contenderReason(this.#contender, this.raiseContext)}`
  }
}
