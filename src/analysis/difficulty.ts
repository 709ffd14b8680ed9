import { FAMILIES, type Family } from '../contracts/routing.ts'
import type { Scan } from './scan.ts'

/** How hard a request of each family is when nothing else speaks for or against it. */
const USUAL: Readonly<Record<Family, number>> = {
  code: 0.22,
  math: 0.24,
  reasoning: 0.24,
  knowledge: 0.08,
  writing: 0.12,
  extract: 0.08,
  tools: 0.15,
  chat: 0,
}

/** Prompts up to this many characters are short. */
const SHORT = 80

/** What is known of a conversation besides its words. */
export interface Surroundings {
  readonly families: Readonly<Record<Family, number>>
  /** Characters of the whole conversation. */
  readonly characters: number
  readonly userTurns: number
  readonly tools: number
}

/** 0 = trivial, 1 = hardest: a sum of bounded reasons, so that none of them decides alone. */
export function difficultyOf(found: Scan, around: Surroundings): number {
  const { hard, constraints, numbers, marks } = found
  const sum =
    usual(around.families) +
    lengthTerm(around.characters) +
    0.5 * (1 - Math.exp(-0.9 * hard)) +
    Math.min(0.15, 0.04 * constraints) +
    Math.min(0.08, 0.03 * Math.max(0, marks.questions - 1)) +
    Math.min(0.06, 0.01 * numbers) +
    Math.min(0.08, 0.03 * marks.fences + 0.01 * marks.code) +
    Math.min(0.06, 0.01 * (around.userTurns - 1)) +
    Math.min(0.1, 0.01 * around.tools)
  return Math.min(1, Math.max(0, sum))
}

function usual(families: Readonly<Record<Family, number>>): number {
  let sum = 0
  for (const family of FAMILIES) sum += families[family] * USUAL[family]
  return sum
}

/** 0 up to `SHORT` characters, then 0.03 for each doubling, up to 0.2. */
function lengthTerm(characters: number): number {
  return Math.min(0.2, Math.max(0, 0.03 * Math.log2(characters / SHORT)))
}
