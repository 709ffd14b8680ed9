import type { KeptText } from '../contracts/decision.ts'
import type { RequestRecord } from '../contracts/record.ts'

/** What some decisions were made on. */
export interface KeptUse {
  readonly hash: string
  /** Undefined = it is stored already. */
  readonly text: string | undefined
  /** Milliseconds since 1970: the latest of the requests that were decided on it. */
  readonly at: number
}

/** What the decisions of these records were made on, each text once and only where it is not stored yet. */
export function keptUses(
  records: readonly RequestRecord[],
  isStored: (hash: string) => boolean,
): readonly KeptUse[] {
  const latest = new Map<KeptText, number>()
  const note = (kept: KeptText, at: number): void => {
    latest.set(kept, Math.max(at, latest.get(kept) ?? 0))
  }
  for (const { decision, at } of records) {
    if (decision === undefined) continue
    note(decision.world(), at)
    note(decision.beliefs(), at)
  }
  return Array.from(latest, ([{ hash, text }, at]) => ({
    ...{ hash, at },
    text: isStored(hash) ? undefined : text,
  }))
}
