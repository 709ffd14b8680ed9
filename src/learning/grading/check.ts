import type { Json } from '../../contracts/json.ts'

/** From, to: both included. */
export type Range = readonly [least: number, most: number]

/** One thing that a text must be. All of it is about letters and words, and none of it about meaning. */
export type Rule =
  | { readonly words: Range }
  | { readonly sentences: Range }
  /** Those that are not empty. */
  | { readonly lines: Range }
  | { readonly paragraphs: Range }
  /** Lines that begin with `-`, `*` or `•`. */
  | { readonly bullets: Range }
  /** Every one of them, whatever the case. */
  | { readonly contains: readonly string[] }
  | { readonly lacks: readonly string[] }
  /** None of these letters anywhere. */
  | { readonly lacksLetters: string }
  | { readonly startsWith: string }
  | { readonly endsWith: string }
  /** First letters of the lines, in order. */
  | { readonly acrostic: string }
  /** What the lines end with, punctuation aside. */
  | { readonly lineEndings: readonly string[] }
  | { readonly wordsPerLine: Range }
  | { readonly lettersCase: 'lower' | 'upper' }
  /** How often a word stands in it. */
  | { readonly word: string; readonly times: Range }
  /** First letter of every word, but for these. */
  | { readonly wordsBegin: string; readonly except?: readonly string[] }
  /** Words of each line, in order. */
  | { readonly wordsInLines: readonly number[] }
  | { readonly longestWord: number }

/** How an answer is told right from wrong. */
export type Check =
  /** The number that stands after `Answer:`, or else the last one that is said. */
  | { readonly number: number }
  /** A short answer is one of these, or begins or ends with one; a longer one ends with a line that does. */
  | { readonly says: readonly string[] }
  | { readonly rules: readonly Rule[] }
  /** JSON that has at least these members. */
  | { readonly json: Json }
  /** Exactly these calls, in any order; strings are compared without case. */
  | { readonly calls: readonly ExpectedCall[] }
  /** A JavaScript function of this name gives these results. */
  | { readonly code: string; readonly tests: readonly CodeTest[] }

export interface ExpectedCall {
  readonly name: string
  readonly arguments: Readonly<Record<string, Json>>
}

export interface CodeTest {
  readonly given: readonly Json[]
  readonly gives: Json
}
