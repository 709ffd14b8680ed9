/** How many folds questions fall into: 0 to 5 train, 6 for development, 7 to 9 test. */
const FOLDS = 10

/** Which side of the split a fold is on. */
export type Side = 'train' | 'dev' | 'test'

const STEM_CHARS = 120
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** What data sets put before a question, outermost first; texts that open with one differ only after it. */
const PREAMBLES: readonly RegExp[] = [
  /^the following (?:is|are) (?:an? )?multiple[- ]choice questions?[^\n]*\n+/i,
  /^answer the following[^\n]*\n+/i,
  /^answer the following[^.:\n]*[.:]\s*(?:answer should be one among[^.\n]*[.\n])?\s*/i,
  /^you are given a python function and an assertion[^\n]*\n+(?:\[python\]\s*)?/i,
  /^(?:question|q|problem|prompt)\s*\d*\s*[:.]\s*/i,
  /^(?:this question|questions? [\d-]+) refers? to the following (?:information|passage|text)[.:]?\s*/i,
  /^for which of these two scenarios does the main character[^?]*\?\s*/i,
  /^there are \d+ houses[^.]*\.\s*there is one person living in each house\.\s*the people in these houses have different characteristics:\s*/i,
  /^(?:from typing import[^\n]*\n+|import \w+\n+)+/,
]

/** What data sets put after a question. */
const ENDINGS: readonly RegExp[] = [
  /\s*(?:after careful thought, )?put you?r? final answer in \\boxed\{\.*\}\.?\s*$/i,
  /\s*please (?:reason step by step|put your final answer)[^\n]*$/i,
  /\s*answer\s*:\s*$/i,
]

/** Two first options in one of the layouts in use: `A. `, `A) `, `(A) `, `A: `. */
const OPTIONS =
  /(?:^|\n)\s*(?:[Oo]ptions|[Cc]hoices|[Aa]nswer [Cc]hoices)\s*:|(?:^|\s)\(?A[.):]\s*\S[\s\S]*?\s\(?B[.):]\s*\S/

/**
 * What two restatements of one question have in common: its words without options, instructions and
 * punctuation, in lower case, cut at 120 characters. A text of options only keeps them, one without words its signs.
 */
export function stemOf(prompt: string): string {
  const whole = prompt.normalize('NFKC')
  const question = withoutEndings(withoutPreambles(whole))
  const options = question.search(OPTIONS)
  const stem = words(options < 0 ? question : question.slice(0, options))
  return stem || words(whole) || whole.trim().slice(0, STEM_CHARS)
}

/** The fold of a question, 0 to 9, the same in every data set that restates it. */
export function foldOf(prompt: string): number {
  return fnv1a(stemOf(prompt)) % FOLDS
}

/** The side that a fold is on. */
export function sideOf(fold: number): Side {
  if (fold < 6) return 'train'
  return fold === 6 ? 'dev' : 'test'
}

function withoutPreambles(text: string): string {
  return PREAMBLES.reduce((rest, preamble) => rest.replace(preamble, ''), text.trim())
}

function withoutEndings(text: string): string {
  return ENDINGS.reduce((rest, ending) => rest.replace(ending, ''), text.slice(0, 8_000))
}

function words(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, STEM_CHARS)
}

function fnv1a(text: string): number {
  let hash = FNV_OFFSET
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME)
  }
  return hash >>> 0
}
