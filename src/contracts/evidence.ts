import type { Work } from './routing.ts'

/** Where something that speaks of a model's skill comes from; each can be left out. */
export const EVIDENCE_SOURCES = ['probe', 'judge', 'benchmark', 'feedback', 'outcome'] as const

export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number]

/** One answer of a model and how good it was. */
export interface Evidence {
  readonly model: string
  /** `model@backend`, where that matters. */
  readonly placement?: string | undefined
  readonly source: EvidenceSource
  readonly work: Work
  /** 0 = wrong, 1 = right. */
  readonly y: number
  /** How many sure answers it counts as. */
  readonly weight: number
  /** Milliseconds since 1970. */
  readonly at: number
}
