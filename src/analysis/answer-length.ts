import { FAMILIES, type Family } from '../contracts/routing.ts'

/** Tokens of a usual answer of each family. */
const USUAL: Readonly<Record<Family, number>> = {
  code: 450,
  math: 350,
  reasoning: 400,
  knowledge: 220,
  writing: 450,
  extract: 180,
  tools: 100,
  chat: 60,
}

/** Expected tokens of the answer: by family, longer for harder work, never more than the client allows. */
export function answerTokens(
  families: Readonly<Record<Family, number>>,
  difficulty: number,
  limit: number | undefined,
): number {
  let sum = 0
  for (const family of FAMILIES) sum += families[family] * USUAL[family]
  const expected = Math.round(sum * (0.6 + 0.8 * difficulty))
  return limit === undefined ? expected : Math.min(expected, limit)
}
