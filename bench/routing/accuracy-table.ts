import type { PoolRow } from './pool.ts'

/** How right each model was on prompts of one kind; the mean over all where none was seen. */
export function accuracyTable<Row extends PoolRow, Kind>(
  rows: readonly Row[],
  models: number,
  kindOf: (row: Row) => Kind,
): (kind: Kind) => readonly number[] {
  const all = new Tally(models)
  const byKind = new Map<Kind, Tally>()
  for (const row of rows) {
    const kind = kindOf(row)
    const tally = byKind.get(kind) ?? new Tally(models)
    byKind.set(kind, tally)
    tally.add(row.outcomes)
    all.add(row.outcomes)
  }
  return (kind) => (byKind.get(kind) ?? all).means()
}

class Tally {
  readonly #totals: number[]
  #count = 0

  constructor(models: number) {
    this.#totals = new Array(models).fill(0)
  }

  add(outcomes: readonly number[]): void {
    this.#count += 1
    for (const [at, value] of outcomes.entries()) this.#totals[at] = (this.#totals[at] ?? 0) + value
  }

  means(): readonly number[] {
    return this.#totals.map((total) => total / this.#count)
  }
}
