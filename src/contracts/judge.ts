/** The model that compares answers, and what it costs; `cost` is in US dollars. */
export interface JudgeStatus {
  readonly model: string
  /** The backend or API where it is asked. */
  readonly backend: string
  /** Why it is not asked now; undefined = it is. */
  readonly problem: string | undefined
  /** Share of known pairs on which it agrees with what is right by rule; undefined = not measured yet. */
  readonly agreement: number | undefined
  /** Known pairs that it was measured by. */
  readonly pairs: number
  /** Sure answers that one of its verdicts counts as; undefined = not known yet. */
  readonly weight: number | undefined
  /** This calendar month. */
  readonly calls: number
  readonly maxCalls: number
  readonly cost: number
  readonly maxCost: number
  /** Whether what it costs is known. */
  readonly priced: boolean
}
