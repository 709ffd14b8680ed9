import type { PromptProfile, Work } from '../../src/contracts/routing.ts'

/** The parts of the shipped router that the benchmark puts to the test. */
export interface RouterUnderTest {
  /** What the router thinks of a prompt that is a whole conversation. */
  profileOf(prompt: string): PromptProfile
  /** The hashed n-grams that its weights are about: numbers of buckets, each once. */
  featuresOf(prompt: string): ArrayLike<number>
  /**
   * Models of which nothing is known but their names. `preference`: 0 = the fastest answer, 1 = the best, which is the
   * policy `quality` and the default.
   */
  start(models: readonly string[], preference?: number): Fleet
  /** What a right answer to such a prompt is worth, in the units of cost. */
  worthOf(profile: PromptProfile): number
}

/** One answer of a model and how right it was, 0 to 1. */
export interface Answer {
  /** Place in the list of models that a fleet started from. */
  readonly model: number
  readonly work: Work
  readonly y: number
}

/** What may be tried out for the sake of learning, where the router allows it at all. */
export interface Trial {
  readonly seed: number
  /** Answered so far. */
  readonly requests: number
}

/** What a fleet makes of one prompt. */
export interface Choice {
  readonly model: number
  /** P(right answer) of each model, as far as the router believes its claim. */
  readonly believed: readonly number[]
}

/** Models and what the router has learned of each; never changes. */
export interface Fleet {
  /** The same, but of the models in these answers it knows what these say and nothing else. */
  folded(answers: readonly Answer[]): Fleet
  /** The same, but of one model it knows nothing but the name. */
  without(model: number): Fleet
  /** The same after one more answer that a user rated. */
  rated(answer: Answer): Fleet
  /** P(right answer) of each model. */
  qualities(work: Work): readonly number[]
  /** Whom the router sends the prompt to. */
  choose(profile: PromptProfile, trial?: Trial): Choice
}
