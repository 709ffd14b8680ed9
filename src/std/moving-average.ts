/** An average that forgets: each sample counts `weight` (0..1), the first ones evenly, so that none of them lingers. */
export class MovingAverage {
  readonly #weight: number
  #count = 0
  #value = 0

  constructor(weight: number) {
    this.#weight = weight
  }

  /** Undefined before the first sample. */
  get value(): number | undefined {
    return this.#count === 0 ? undefined : this.#value
  }

  /** Whatever is not a finite number is left out. */
  add(sample: number): void {
    if (!Number.isFinite(sample)) return
    this.#count += 1
    this.#value += (sample - this.#value) * Math.max(this.#weight, 1 / this.#count)
  }
}
