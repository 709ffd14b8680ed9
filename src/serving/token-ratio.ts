import { MovingAverage } from '../std/moving-average.ts'

const WEIGHT = 0.2
/** Of shorter prompts the model's own frame around them is too large a part. */
const TELLING_TOKENS = 100
/** Beyond these the prompt held something that was not estimated, or the backend counts otherwise. */
const LEAST = 0.5
const MOST = 2

/** How many tokens a model counts for each token of our estimate: every model splits texts in its own way. */
export class TokenRatio {
  readonly #average = new MovingAverage(WEIGHT)

  /** Undefined before the first telling prompt. */
  get value(): number | undefined {
    return this.#average.value
  }

  observe(counted: number | undefined, estimated: number): void {
    if (counted === undefined || estimated < TELLING_TOKENS) return
    const ratio = counted / estimated
    if (ratio >= LEAST && ratio <= MOST) this.#average.add(ratio)
  }
}
