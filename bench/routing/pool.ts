import { type Side, sideOf } from './split.ts'

/** One prompt that every model of a pool answered. */
export interface PoolRow {
  readonly text: string
  /** The data set or subject it is from; empty where its file does not say. */
  readonly task: string
  /** 0 to 9, by its question. */
  readonly fold: number
  /** How right each model was, 0 to 1, in the order of the pool's models. */
  readonly outcomes: readonly number[]
  /** What each model's answer cost; undefined = by size and usual length. */
  readonly costs?: readonly number[] | undefined
}

/** Models and what is recorded of their answers. */
export interface Pool {
  readonly name: string
  readonly models: readonly string[]
  /** Costs follow from the sizes of the models; those of unknown size have none that can be compared. */
  readonly pricedBySize: boolean
  readonly rows: readonly PoolRow[]
  /** Prompts left out since an earlier one has the same words. */
  readonly duplicates: number
  /** Prompts left out since the outcome of a model is missing. */
  readonly incomplete: number
}

/** The rows on one side of the split. */
export function rowsOn<Row extends { readonly fold: number }>(
  rows: readonly Row[],
  side: Side,
): readonly Row[] {
  return rows.filter(({ fold }) => sideOf(fold) === side)
}
