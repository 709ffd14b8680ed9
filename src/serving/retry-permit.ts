import type { RetryBudget } from './retry-budget.ts'

/** The retry that one request may have under way, at one backend at a time. */
export class RetryPermit {
  readonly #budget: RetryBudget
  readonly #active: (backend: string) => number
  #backend: string | undefined

  /** `active`: requests under way at a backend. */
  constructor(budget: RetryBudget, active: (backend: string) => number) {
    this.#budget = budget
    this.#active = active
  }

  /** Whether a retry may be sent to this backend; if so, the one before it has ended. */
  take(backend: string): boolean {
    if (!this.#budget.take(backend, this.#active(backend))) return false
    this.giveBack()
    this.#backend = backend
    return true
  }

  /** Once the request has ended. */
  giveBack(): void {
    if (this.#backend !== undefined) this.#budget.giveBack(this.#backend)
    this.#backend = undefined
  }
}
