import { FAMILIES } from '../contracts/routing.ts'
import type { PromptHeads, WordsProfile } from './prompt-heads.ts'

/** The length in characters at which it speaks neither for nor against a text's difficulty. */
const USUAL_LENGTH = 200
/** Half of that and less is short, which says nothing: short questions can be hard. */
const SHORTEST = -1
/** From so many doublings on each further one counts for a quarter: by then a text is mostly material. */
const LONG = 2

/** Characters of a conversation that any model reads with ease. */
const MUCH_TO_READ = 4096

/** What is known of a conversation besides the words it is judged by. */
export interface Surroundings {
  /** Characters of the whole conversation. */
  readonly characters: number
  readonly userTurns: number
  readonly tools: number
}

/** 0 = trivial, 1 = hardest: what the text says, and a little for all that the model has to keep in view. */
export function difficultyOf(textDifficulty: number, around: Surroundings): number {
  const sum =
    textDifficulty +
    Math.min(0.1, Math.max(0, 0.02 * Math.log2(around.characters / MUCH_TO_READ))) +
    Math.min(0.06, 0.01 * Math.max(0, around.userTurns - 1)) +
    Math.min(0.1, 0.01 * around.tools)
  return Math.min(1, Math.max(0, sum))
}

/** What is known of a text whose difficulty is asked. */
export interface SizedText extends Pick<WordsProfile, 'families' | 'choice' | 'hardness'> {
  readonly characters: number
}

/** How hard a text is by its words, its kind and, as far as that counts in its kind, its length; not limited to 0 to 1. */
export function textDifficulty({ lengths }: Pick<PromptHeads, 'lengths'>, text: SizedText): number {
  const length = lengthOf(text.characters)
  let sum = text.hardness
  for (const [at, share] of kindShares(text).entries()) {
    sum += share * ((lengths[2 * at] ?? 0) + (lengths[2 * at + 1] ?? 0) * length)
  }
  return sum
}

/** The kinds in which length counts differently: each family where no answers are given to choose from, and such choices; they sum to 1. */
export function kindShares({
  families,
  choice,
}: Pick<WordsProfile, 'families' | 'choice'>): readonly number[] {
  return [...FAMILIES.map((family) => (1 - choice) * families[family]), choice]
}

/** Doublings of the usual length that count, negative for shorter texts. */
export function lengthOf(characters: number): number {
  const doublings = Math.max(SHORTEST, Math.log2((characters + 1) / USUAL_LENGTH))
  return doublings <= LONG ? doublings : LONG + (doublings - LONG) / 4
}
