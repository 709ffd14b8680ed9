/** Someone waiting; `leave` gives the place up. */
export interface Ticket {
  leave(): void
}

/** Lets so many in at once (any number, if the limit is infinite), first come first served; the line itself has a limit. */
export class AdmissionQueue {
  #limit: number
  readonly #longest: number
  #inside = 0
  readonly #waiting: (() => void)[] = []

  constructor(limit: number, longest: number) {
    this.#limit = limit
    this.#longest = longest
  }

  get inside(): number {
    return this.#inside
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** From now on so many are let in at once; those who are in already stay. */
  set limit(limit: number) {
    this.#limit = limit
    this.#letIn()
  }

  /** Whether there was room; then `exit` must follow. */
  enter(): boolean {
    if (this.#inside >= this.#limit) return false
    this.#inside++
    return true
  }

  /** Calls `entered` when it is one's turn, after which `exit` must follow; undefined when the line is full. */
  wait(entered: () => void): Ticket | undefined {
    if (this.#waiting.length >= this.#longest) return undefined
    this.#waiting.push(entered)
    return { leave: () => this.#forget(entered) }
  }

  /** Once for each that entered. */
  exit(): void {
    this.#inside--
    this.#letIn()
  }

  #letIn(): void {
    while (this.#inside < this.#limit) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#inside++
      next()
    }
  }

  #forget(entered: () => void): void {
    const at = this.#waiting.indexOf(entered)
    if (at >= 0) this.#waiting.splice(at, 1)
  }
}
