import type { AskedRow } from './asked-pool.ts'
import { argmax, mean } from './averages.ts'
import type { CostPoint } from './cost-hull.ts'

/** What a sweep is made of; lists are by test prompt. */
export interface Sweep {
  readonly test: readonly AskedRow[]
  /** P(right) of each model, as far as it is believed. */
  readonly scores: readonly (readonly number[])[]
}

/** How many right answers the dearest answer of average length weighs, 0 and 0.001 to 1,000. */
const WEIGHTS = [0, ...Array.from({ length: 37 }, (_, at) => 10 ** (-3 + at / 6))]

/** What the router pays and reaches as cost is weighed more and more: quality - cost, for every right answer counts alike. */
export function costSweep({ test, scores }: Sweep): readonly CostPoint[] {
  const unit = 1 / mean(test.map(({ expectedCosts }) => Math.max(...expectedCosts)))
  return WEIGHTS.map((weight) => {
    const picks = test.map(({ expectedCosts }, at) =>
      argmax(
        expectedCosts.map((cost, model) => {
          const quality = scores[at]?.[model] ?? 0
          return quality - weight * unit * cost
        }),
      ),
    )
    return {
      cost: mean(test.map(({ costs }, at) => costs[picks[at] ?? 0] ?? 0)),
      quality: mean(test.map(({ outcomes }, at) => outcomes[picks[at] ?? 0] ?? 0)),
    }
  })
}
