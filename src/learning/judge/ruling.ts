import type { Turns } from './comparison.ts'
import type { Case, Ruling } from './docket.ts'
import type { Judge } from './judge.ts'
import { plainText } from './plain-text.ts'
import { pleads } from './pleading.ts'

const PLEADS = 'the answer speaks to whoever judges it'

/** Letters and digits without which nothing was said: "Let me think step by step:" is no answer. */
const FEWEST_CHARACTERS = 25

/**
 * What comes of a case: an answer that speaks to its judge is none that could be judged, and one that says nothing is
 * worse than any. Neither is shown to the judge.
 */
export async function rulingOn(
  { question, answers }: Pick<Case, 'question' | 'answers'>,
  judge: Pick<Judge, 'compare'>,
  weight: number,
): Promise<Ruling> {
  if (pleads(answers)) return { without: PLEADS, final: true }
  if (saysNothing(answers)) return { better: 'second', weight }
  return { better: await judge.compare(question.turns, answers, question.reference), weight }
}

function saysNothing([first = '']: Turns): boolean {
  return (plainText(first).match(/[\p{L}\p{N}]/gu)?.length ?? 0) < FEWEST_CHARACTERS
}
