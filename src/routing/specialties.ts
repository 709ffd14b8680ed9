import { FAMILIES, type Family } from '../contracts/routing.ts'

/** What a model was made for, besides chatting. */
export interface Purpose {
  readonly code: boolean
  readonly math: boolean
  readonly thinks: boolean
}

type Deltas = Readonly<Partial<Record<Family, number>>>

/** Logits of a right answer, gained and lost: what was learned in addition was paid for elsewhere. */
const BY_PURPOSE: Readonly<Record<keyof Purpose, Deltas>> = {
  code: { code: 0.7, knowledge: -0.3, writing: -0.6, extract: -0.2, chat: -0.5 },
  math: { math: 0.8, reasoning: 0.2, knowledge: -0.4, writing: -0.7, extract: -0.4, chat: -0.7 },
  thinks: { math: 0.6, reasoning: 0.6, code: 0.3, tools: 0.1 },
}

/** The difference that a model's purpose makes to each family of work. */
export function specialties(purpose: Purpose): Readonly<Record<Family, number>> {
  const deltas = { ...NONE }
  for (const made of ['code', 'math', 'thinks'] as const) {
    if (!purpose[made]) continue
    for (const family of FAMILIES) deltas[family] += BY_PURPOSE[made][family] ?? 0
  }
  return deltas
}

const NONE: Readonly<Record<Family, number>> = {
  code: 0,
  math: 0,
  reasoning: 0,
  knowledge: 0,
  writing: 0,
  extract: 0,
  tools: 0,
  chat: 0,
}
