/** What the name of a model family gives away: first its conditions, then what holds for the models that meet them. */
export interface FamilyEntry {
  /** Alternatives, each matched from the start of a word of the canonical name on. */
  readonly names: string
  /** Absent: the name as it was matched. */
  readonly family?: string
  /** This version and later ones; sizes hold for this very version only. */
  readonly since?: number
  /** A word that the name must also hold. */
  readonly word?: string
  /** Only these sizes, in billions. */
  readonly sizes?: readonly number[]

  /** Billions, where all models of this entry have the same size. */
  readonly parameters?: number
  /** Billions, for a name that says no more than the family: what Ollama's library serves by that name. */
  readonly bare?: number
  /** Billions used per token, by all billions. */
  readonly active?: Readonly<Record<number, number>>
  /** Absent: the name does not tell. */
  readonly vision?: boolean
  readonly tools?: boolean
  readonly reasoning?: boolean
}

/** Reads and writes text; whether it can call tools, its name does not tell. */
export const TEXT = { vision: false, reasoning: false } as const
export const PLAIN = { ...TEXT, tools: false } as const
export const TOOLS = { ...TEXT, tools: true } as const
export const THINKS = { vision: false, tools: true, reasoning: true } as const
export const SEES = { vision: true, reasoning: false } as const
export const SEES_TOOLS = { ...SEES, tools: true } as const
export const ALL = { vision: true, tools: true, reasoning: true } as const
