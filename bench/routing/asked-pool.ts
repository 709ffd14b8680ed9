import type { PromptProfile } from '../../src/contracts/routing.ts'
import { columnMeans } from './averages.ts'
import { billionsActive } from './model-size.ts'
import { type Pool, type PoolRow, rowsOn } from './pool.ts'
import type { Fleet, RouterUnderTest } from './router-under-test.ts'

/** A prompt with what the router thinks of it and what each model's answer costs. */
export interface AskedRow extends PoolRow {
  readonly profile: PromptProfile
  readonly costs: readonly number[]
  /** What the costs look like beforehand: no answer's real length is known then. */
  readonly expectedCosts: readonly number[]
}

/** A pool whose prompts the router has looked at. */
export interface AskedPool extends Omit<Pool, 'rows'> {
  readonly train: readonly AskedRow[]
  readonly test: readonly AskedRow[]
}

/**
 * Has every prompt that is used profiled once. Where no cost is recorded it is billions of parameters x thousands of
 * tokens, the router's estimate of the answer among them; where one is, a model's mean on the train folds is expected.
 */
export function askedPool(pool: Pool, router: RouterUnderTest): AskedPool {
  const usual = usualCosts(pool)
  const billions = pool.models.map(billionsActive)
  const asked = (row: PoolRow): AskedRow => {
    const profile = router.profileOf(row.text)
    const tokens = (profile.tokensIn + profile.tokensOut) / 1_000
    const costs = row.costs ?? billions.map((size) => size * tokens)
    return { ...row, profile, costs, expectedCosts: row.costs === undefined ? costs : usual }
  }
  return {
    ...pool,
    train: rowsOn(pool.rows, 'train').map(asked),
    test: rowsOn(pool.rows, 'test').map(asked),
  }
}

/** A fleet that was told every outcome of these rows. */
export function taughtFleet(fleet: Fleet, rows: readonly AskedRow[]): Fleet {
  return fleet.folded(
    rows.flatMap(({ profile, outcomes }) =>
      outcomes.map((y, model) => ({ model, work: profile, y })),
    ),
  )
}

/** How right the chosen model is on each row. */
export function chosenOutcomes(fleet: Fleet, rows: readonly AskedRow[]): readonly number[] {
  return rows.map(({ profile, outcomes }) => outcomes[fleet.choose(profile).model] ?? 0)
}

/** How right each model is on average. */
export function accuracies(rows: readonly PoolRow[], models: readonly string[]): readonly number[] {
  return columnMeans(
    rows.map(({ outcomes }) => outcomes),
    models.length,
  )
}

/** What each model's answers cost on average. */
export function paidCosts(rows: readonly AskedRow[], models: readonly string[]): readonly number[] {
  return columnMeans(
    rows.map(({ costs }) => costs),
    models.length,
  )
}

function usualCosts({ rows, models }: Pool): readonly number[] {
  const train = rowsOn(rows, 'train')
  const seen = train.length > 0 ? train : rows
  return columnMeans(
    seen.map(({ costs }) => costs ?? []),
    models.length,
  )
}
