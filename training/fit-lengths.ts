import { kindShares, lengthOf } from '../src/analysis/difficulty.ts'
import { LENGTH_TERMS } from '../src/analysis/prompt-heads.ts'
import { FAMILIES, type Family } from '../src/contracts/routing.ts'

/** A prompt whose difficulty is known. */
export interface RatedText {
  readonly families: Readonly<Record<Family, number>>
  readonly choice: number
  readonly characters: number
  readonly difficulty: number
  readonly weight: number
}

/** What is expected of a number before any prompt is seen, as if so many prompts had said so. */
interface Expected {
  readonly value: number
  readonly prompts: number
}

/** What a kind adds to difficulty is learned; so is what a doubling of the length adds where a longer task is a harder one. */
const KIND: Expected = { value: 0, prompts: 3 }
const SLOPE: Expected = { value: 0.15, prompts: 30 }
/** The prompts to learn from are short in these families; long ones mostly hold material. */
const MATERIAL_SLOPE: Expected = { value: 0.05, prompts: 2000 }
const MATERIAL: ReadonlySet<Family> = new Set(['writing', 'extract', 'tools', 'chat'])
/**
 * In choices it is set, not learned: within one set of exam questions length tells little of who answers right, across
 * sets it orders questions better than their words do.
 */
const CHOICE_SLOPE: Expected = { value: 0.08, prompts: 1e6 }

/** What each kind adds to difficulty, and a doubling of the length in it: least squares, in the order of `PromptHeads.lengths`. */
export function fitLengths(texts: readonly RatedText[]): Float32Array {
  const rows = EXPECTED.map(({ value, prompts }, at) => {
    const row = new Float64Array(LENGTH_TERMS + 1)
    row[at] = prompts
    row[LENGTH_TERMS] = prompts * value
    return row
  })
  for (const { difficulty, weight, ...text } of texts) {
    const length = lengthOf(text.characters)
    const terms = kindShares(text).flatMap((share) => [share, share * length])
    for (const [at, row] of rows.entries()) {
      addTo(row, [...terms, difficulty], weight * (terms[at] ?? 0))
    }
  }
  return solved(rows)
}

const EXPECTED: readonly Expected[] = [
  ...FAMILIES.flatMap((family) => [KIND, MATERIAL.has(family) ? MATERIAL_SLOPE : SLOPE]),
  KIND,
  CHOICE_SLOPE,
]

/** Solves equations whose matrix is symmetric and positive, by elimination without pivots. */
function solved(rows: readonly Float64Array[]): Float32Array {
  for (const [at, row] of rows.entries()) {
    for (const other of rows.slice(at + 1)) {
      addTo(other, row, -(other[at] ?? 0) / (row[at] ?? 1))
    }
  }
  const found = new Float32Array(rows.length)
  for (const [at, row] of [...rows.entries()].toReversed()) {
    const known = found.reduce((sum, value, later) => sum + (row[later] ?? 0) * value, 0)
    found[at] = ((row[rows.length] ?? 0) - known) / (row[at] ?? 1)
  }
  return found
}

function addTo(row: Float64Array, other: ArrayLike<number>, factor: number): void {
  for (let column = 0; column < row.length; column++) {
    row[column] = (row[column] ?? 0) + factor * (other[column] ?? 0)
  }
}
