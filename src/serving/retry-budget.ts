/** Retries under way at one backend may be this share of its requests under way, and always this many. */
const SHARE = 0.2
const LEAST = 3

/** Keeps retries from becoming a storm that holds a struggling backend down. */
export class RetryBudget {
  readonly #retries = new Map<string, number>()

  /** Whether a retry may be sent to the backend that has `active` requests under way; a granted one is given back. */
  take(backend: string, active: number): boolean {
    const retries = this.#retries.get(backend) ?? 0
    if (retries >= Math.max(LEAST, Math.floor(active * SHARE))) return false
    this.#retries.set(backend, retries + 1)
    return true
  }

  /** Once for each granted retry, when it has ended. */
  giveBack(backend: string): void {
    const retries = this.#retries.get(backend) ?? 0
    if (retries <= 1) this.#retries.delete(backend)
    else this.#retries.set(backend, retries - 1)
  }
}
