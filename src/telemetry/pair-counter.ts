import { Counter, type Registry } from 'prom-client'

export interface PairCounterOptions {
  readonly name: string
  readonly help: string
  readonly labels: readonly [first: string, second: string]
  readonly registry: Registry
}

/** Adds to the count of two label values; 1 unless told. What is not a finite number is passed over. */
export type PairCounter = (first: string, second: string, count?: number) => void

/** A counter with two labels that is cheap to add to: it keeps its own sums and hands them to prom-client at each scrape. */
export function pairCounter({ name, help, labels, registry }: PairCounterOptions): PairCounter {
  const sums = new Map<string, Map<string, number>>()
  new Counter({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect() {
      this.reset()
      for (const [first, row] of sums) {
        for (const [second, sum] of row) this.labels(first, second).inc(sum)
      }
    },
  })
  return (first, second, count = 1) => {
    if (!Number.isFinite(count)) return
    const row = sums.get(first) ?? new Map<string, number>()
    if (row.size === 0) sums.set(first, row)
    row.set(second, (row.get(second) ?? 0) + count)
  }
}
