import type { KeyedEvidence } from '../contracts/learning.ts'
import type { Sign, SignKind } from '../contracts/sign.ts'
import { bucketOf } from './work-bucket.ts'

export interface OutcomesOptions {
  /** What was heard before. */
  readonly kept: readonly KeyedEvidence[]
  /** Takes rows in place of those of the same keys. */
  put(rows: readonly KeyedEvidence[]): Promise<void>
  /** Removes the row of that key. */
  remove(key: string): Promise<void>
  /** Milliseconds since 1970. */
  now(): number
}

/**
 * What each sign says of the answer, and how many sure answers it counts as: nobody said so, and people have many reasons.
 * What speaks for an answer comes with nearly every one of them, so that each weighs little.
 */
const SAYS: Readonly<Record<SignKind, { readonly y: number; readonly weight: number }>> = {
  empty: { y: 0, weight: 0.5 },
  cut: { y: 0, weight: 0.3 },
  'bad-call': { y: 0, weight: 0.5 },
  'good-call': { y: 1, weight: 0.1 },
  'asked-again': { y: 0, weight: 0.3 },
  edited: { y: 0, weight: 0.15 },
  'went-on': { y: 1, weight: 0.05 },
}

/** What was heard so long ago counts half: models and their users change. */
const HALF_LIFE_MS = 30 * 86_400_000

const DAY_MS = 86_400_000
/** What has faded to so little is as good as nothing. */
const FORGOTTEN = 0.02

/** Adds up what answers and their users say without saying so: a row for each kind of work, difficulty and outcome. */
export class Outcomes {
  readonly #options: OutcomesOptions
  /** By key. */
  readonly #rows: Map<string, KeyedEvidence>
  readonly #changed = new Set<string>()

  constructor(options: OutcomesOptions) {
    this.#options = options
    const own = options.kept.filter(({ source }) => source === 'outcome')
    this.#rows = new Map(own.map((row) => [row.key, row]))
  }

  hear(signs: readonly Sign[]): void {
    for (const sign of signs) {
      const row = this.#withSign(sign)
      this.#rows.set(row.key, row)
      this.#changed.add(row.key)
    }
  }

  /** Has what was heard count, and what is old count less; resolves when it is kept. */
  async flush(): Promise<void> {
    const { put, remove, now } = this.#options
    for (const row of this.#rows.values()) {
      if (now() - row.at < DAY_MS) continue
      this.#rows.set(row.key, { ...row, weight: this.#faded(row), at: now() })
      this.#changed.add(row.key)
    }
    const rows = [...this.#changed].flatMap((key) => this.#rows.get(key) ?? [])
    this.#changed.clear()
    const isForgotten = ({ weight }: KeyedEvidence): boolean => weight < FORGOTTEN
    const kept = rows.filter((row) => !isForgotten(row))
    if (kept.length > 0) await put(kept)
    for (const { key } of rows.filter(isForgotten)) {
      this.#rows.delete(key)
      await remove(key)
    }
  }

  /** The model at a placement is another. */
  forget(placement: string): void {
    for (const key of this.#rows.keys()) {
      if (key.startsWith(outcomePrefix(placement))) this.#rows.delete(key)
    }
  }

  #faded({ weight, at }: KeyedEvidence): number {
    return weight * 0.5 ** ((this.#options.now() - at) / HALF_LIFE_MS)
  }

  #withSign({ kind, model, placement, family, difficulty }: Sign): KeyedEvidence {
    const { y, weight } = SAYS[kind]
    const bucket = bucketOf({ family, difficulty })
    const key = `${outcomePrefix(placement)}${bucket.name}:${y}`
    const at = this.#options.now()
    const before = this.#rows.get(key)
    const faded = before === undefined ? 0 : this.#faded(before)
    return {
      ...{ key, model, placement, source: 'outcome', y, at, weight: faded + weight },
      work: bucket.work,
    }
  }
}

/** What the keys of all outcomes of a placement begin with. */
export function outcomePrefix(placement: string): string {
  return `outcome:${placement}:`
}
