import { FAMILIES, type Family } from '../contracts/routing.ts'
import type { Marks } from './marks.ts'
import { noEvidence, type Scan } from './scan.ts'

/** What a text without any cue is taken for. */
const BIAS: Readonly<Record<Family, number>> = {
  ...noEvidence(),
  chat: 0.6,
  knowledge: 0.5,
  tools: -2,
}

/** More evidence than this for one family adds nothing: a long text has many words. */
const MOST = 6

/** Greetings and small talk stand for themselves only in short texts. */
const SMALL_TALK_WORDS = 12

/** Share of the work that is choosing and filling in tools, when the client offers some. */
const TOOLS_OFFERED = 0.4

/** The same while an answer of a tool waits to be used. */
const TOOLS_UNDER_WAY = 0.7

/** How much of the request is of each family; `tools` says whether tools are offered or under way. */
export function familiesOf(
  found: Scan,
  tools: 'none' | 'offered' | 'under-way',
): Record<Family, number> {
  const shares = softmax(logits(found))
  if (tools === 'none') return shares
  const share = tools === 'offered' ? TOOLS_OFFERED : TOOLS_UNDER_WAY
  for (const family of FAMILIES) shares[family] *= 1 - share
  shares.tools += share
  return shares
}

function logits({ evidence, marks, words, numbers }: Scan): Record<Family, number> {
  const sums = { ...evidence }
  sums.code += Math.min(4, 3 * marks.fences + 0.5 * programMarks(marks))
  sums.math += Math.min(3, 1.2 * (marks.math + marks.latex))
  if (numbers >= 2 && marks.questions > 0) sums.math += 0.7
  if (marks.questions > 0) sums.knowledge += 0.3
  sums.chat *= Math.min(1, SMALL_TALK_WORDS / (words + 1))
  if (words <= 3) sums.chat += 1
  for (const family of FAMILIES) sums[family] = BIAS[family] + Math.min(MOST, sums[family])
  return sums
}

/** A command of LaTeX usually brings two pairs of braces. */
function programMarks({ code, latex }: Marks): number {
  return Math.max(0, code - 4 * latex)
}

function softmax(values: Record<Family, number>): Record<Family, number> {
  let total = 0
  for (const family of FAMILIES) {
    values[family] = Math.exp(values[family])
    total += values[family]
  }
  for (const family of FAMILIES) values[family] /= total
  return values
}
