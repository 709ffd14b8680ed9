import type { KeyedEvidence } from '../contracts/learning.ts'
import { foldId } from '../models/model-id.ts'
import { matterOf } from '../serving/signs.ts'
import { isVote } from './daily-votes.ts'
import { bucketOf } from './work-bucket.ts'

/** Votes on a model that are kept one by one: the newest. */
const MOST = 500
/** Fewer are not worth the work. */
const FEWEST = 100
/** A vote that is younger may still be taken back, or be one of too many of a day. */
const SETTLED_MS = 2 * 86_400_000
/** Votes after which older ones count half, as where all of them are kept. */
const HALF_LIFE = 2000

/** Votes that are to be forgotten, and the rows that stand for them and for those before. */
export interface Collapsed {
  readonly gone: readonly KeyedEvidence[]
  readonly sums: readonly KeyedEvidence[]
}

/** Adds up the old votes on one model by kind of work, difficulty and outcome; undefined = there are too few. */
export function collapsed(rows: readonly KeyedEvidence[], now: number): Collapsed | undefined {
  const votes = rows.filter(isVote).toSorted((a, b) => b.at - a.at)
  const gone = votes.slice(MOST).filter(({ at }) => now - at > SETTLED_MS)
  if (gone.length < FEWEST) return undefined
  const fading = 0.5 ** (gone.length / HALF_LIFE)
  const sums = new Map<string, KeyedEvidence>()
  for (const row of rows) {
    if (row.key.startsWith('votes:')) sums.set(row.key, { ...row, weight: row.weight * fading })
  }
  for (const row of gone) {
    const sum = sumFor(row)
    const before = sums.get(sum.key)?.weight ?? 0
    sums.set(sum.key, { ...sum, weight: before + row.weight })
  }
  return { gone, sums: [...sums.values()] }
}

function sumFor({ model, work, y, at, weight }: KeyedEvidence): KeyedEvidence {
  const bucket = bucketOf(matterOf(work))
  return {
    key: `votes:${foldId(model)}:${bucket.name}:${y}`,
    ...{ model, source: 'feedback', y, at, weight, work: bucket.work },
  }
}
