import { hash } from 'node:crypto'
import { probes } from '../probes/index.ts'
import type { Pair } from './docket.ts'
import { knownPairs } from './known-pairs.ts'
import { openQuestions } from './questions/index.ts'

/** Counted up when judges are asked in another way. */
const MANNER = 1
const LENGTH = 12

/** What tells one way to ask judges from another: the start of a checksum of all that they are shown. */
export const JUDGE_PACK = hash('sha256', JSON.stringify([MANNER, openQuestions, knownPairs])).slice(
  0,
  LENGTH,
)

/** The pairs with what was asked. */
export const pairs: readonly Pair[] = knownPairs.map(({ id, probe, right, wrong }) => {
  const { system, prompt } = probes.find((one) => one.id === probe) ?? { prompt: probe }
  return { ...{ id, right, wrong }, prompt: [system ?? '', prompt].join('\n\n').trim() }
})
