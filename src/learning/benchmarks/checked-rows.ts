import type { BenchmarkRow } from '../../contracts/benchmark.ts'

const DAY = 86_400_000

/** What was last added to longer ago says nothing of the models that people run. */
const OLDEST = 3 * 365 * DAY

/** The rows, unless there are none or all of them are of a file that nobody keeps up: then an Error. */
export function checkedRows(
  source: string,
  rows: readonly BenchmarkRow[],
  now: number,
): readonly BenchmarkRow[] {
  const sound = rows.filter(({ value, date }) => Number.isFinite(value) && isDay(date))
  if (sound.length === 0) throw new Error(`${source}: there are no figures in the answer`)
  const newest =
    sound
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? ''
  if (now - Date.parse(newest) > OLDEST) {
    throw new Error(`${source}: the newest figures are of ${newest}, more than three years ago`)
  }
  return sound
}

function isDay(date: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date))
}
