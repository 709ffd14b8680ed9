import type { KeyedEvidence } from '../contracts/learning.ts'
import type { Sign, SignKind } from '../contracts/sign.ts'
import { workOf } from '../routing/work-of.ts'

export interface OutcomesOptions {
  /** What was heard before. */
  readonly kept: readonly KeyedEvidence[]
  /** Takes rows in place of those of the same keys. */
  put(rows: readonly KeyedEvidence[]): Promise<void>
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

/** Difficulties are told apart no finer: however much is heard, the rows stay few. */
const LEVELS = 5

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

  /** Has what was heard count; resolves when it is kept. */
  async flush(): Promise<void> {
    const rows = [...this.#changed].flatMap((key) => this.#rows.get(key) ?? [])
    this.#changed.clear()
    if (rows.length > 0) await this.#options.put(rows)
  }

  #withSign({ kind, model, placement, family, difficulty }: Sign): KeyedEvidence {
    const { y, weight } = SAYS[kind]
    const level = Math.min(LEVELS - 1, Math.max(0, Math.floor(difficulty * LEVELS)))
    const key = `outcome:${placement}:${family}:${level}:${y}`
    const at = this.#options.now()
    const before = this.#rows.get(key)
    const faded =
      before === undefined ? 0 : before.weight * 0.5 ** ((at - before.at) / HALF_LIFE_MS)
    return {
      ...{ key, model, placement, source: 'outcome', y, at, weight: faded + weight },
      work: workOf(family, (level + 0.5) / LEVELS),
    }
  }
}
