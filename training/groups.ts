import { FAMILIES, SUBJECTS } from '../src/contracts/routing.ts'
import type { Example, Group } from './fit-heads.ts'
import type { PromptRow } from './prompt-row.ts'

/** A prompt with its features, and what of its difficulty is left to its words once its length has counted. */
export interface PromptExample extends Example {
  readonly row: PromptRow
  readonly hardness: number
}

const RATE = 0.5
const DECAY = 1e-5

/** What is learned first: family, subject and whether an answer is to be chosen. */
export const KIND_GROUPS: readonly Group<PromptExample>[] = [
  {
    from: 0,
    size: FAMILIES.length,
    errors: (scores, { row }) => classErrors(scores, indexIn(FAMILIES, row.family)),
    rate: RATE,
    decay: DECAY,
  },
  {
    from: FAMILIES.length,
    size: SUBJECTS.length,
    errors: (scores, { row }) => classErrors(scores, indexIn(SUBJECTS, row.subject)),
    rate: RATE,
    decay: DECAY,
  },
  {
    from: FAMILIES.length + SUBJECTS.length,
    size: 1,
    errors(scores, { row }) {
      if (row.choice === undefined) return false
      scores[0] = 1 / (1 + Math.exp(-(scores[0] ?? 0))) - (row.choice ? 1 : 0)
      return true
    },
    rate: RATE,
    decay: DECAY,
  },
]

/** What is learned last: how hard the words sound. */
export const HARDNESS_GROUP: Group<PromptExample> = {
  from: FAMILIES.length + SUBJECTS.length + 1,
  size: 1,
  errors(scores, { hardness }) {
    scores[0] = (scores[0] ?? 0) - hardness
    return true
  },
  rate: 0.02,
  decay: 1e-4,
}

function indexIn(names: readonly string[], name: string | undefined): number {
  return name === undefined ? -1 : names.indexOf(name)
}

/** Turns scores into probabilities less the truth. */
function classErrors(scores: Float64Array, truth: number): boolean {
  if (truth < 0) return false
  const most = Math.max(...scores)
  let total = 0
  for (let at = 0; at < scores.length; at++) {
    scores[at] = Math.exp((scores[at] ?? 0) - most)
    total += scores[at] ?? 0
  }
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) / total
  scores[truth] = (scores[truth] ?? 0) - 1
  return true
}
