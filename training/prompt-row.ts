import type { Family, Subject } from '../src/contracts/routing.ts'

/** A prompt to learn from; only what is known of it is given. */
export interface PromptRow {
  readonly text: string
  /** The file that it is from, as `manifest.json` calls it. */
  readonly file: string
  readonly family?: Family | undefined
  readonly subject?: Subject | undefined
  /** Whether one of several answers was to be chosen, also where the text does not list them. */
  readonly choice?: boolean | undefined
  /** 0 = trivial, 1 = hardest. */
  readonly difficulty?: number | undefined
  /** How often it is looked at in each round, for its kind and for its difficulty; 1 = usual. */
  readonly weight: number
  readonly difficultyWeight: number
}
