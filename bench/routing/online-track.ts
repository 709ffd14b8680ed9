import { type AskedPool, type AskedRow, accuracies } from './asked-pool.ts'
import { argmax, mean } from './averages.ts'
import type { Fleet, RouterUnderTest } from './router-under-test.ts'
import { type Random, seededRandom } from './seeded-random.ts'

/** Mean share of right answers from the first request to one of the marks. */
export interface OnlineResult {
  readonly after: readonly number[]
  readonly greedy: readonly number[]
  readonly exploring: readonly number[]
  /** Of the model that is best on the train folds, and of one drawn by lot. */
  readonly best_single: number
  readonly random: number
}

const MARKS = [500, 2_000, 5_000, 15_000]
const LAST = 15_000

/** Almost nothing but quality: who wants the best model and no other has none tried out. */
const PREFERENCE = 0.99

const SEEDS = [1, 2, 3, 4, 5]
const RATED = 0.2
const FLIPPED = 0.1

/** A stream of requests in which every fifth answer is rated and every tenth rating is wrong, from priors only. */
export function onlineTrack(pool: AskedPool, router: RouterUnderTest): OnlineResult {
  const known = accuracies(pool.test, pool.models)
  const best = argmax(accuracies(pool.train, pool.models))
  const start = router.start(pool.models, PREFERENCE)
  const means = (explores: boolean): readonly number[] => {
    const runs = SEEDS.map((seed) => stream(pool.test, start, seed, explores))
    return MARKS.map((_, at) => mean(runs.map((run) => run[at] ?? 0)))
  }
  return {
    after: MARKS,
    greedy: means(false),
    exploring: means(true),
    best_single: known[best] ?? 0,
    random: mean(known),
  }
}

function stream(
  rows: readonly AskedRow[],
  start: Fleet,
  seed: number,
  explores: boolean,
): readonly number[] {
  const random = seededRandom(seed)
  const reached: number[] = []
  let fleet = start
  let right = 0
  for (let asked = 1; asked <= LAST; asked += 1) {
    const { row, dice, isRated, flip } = draw(rows, random)
    const trial = { seed: dice, requests: asked - 1 }
    const { model } = fleet.choose(row.profile, explores ? trial : undefined)
    const y = row.outcomes[model] ?? 0
    right += y
    if (isRated) fleet = fleet.rated({ model, work: row.profile, y: Math.abs(flip - y) })
    if (MARKS.includes(asked)) reached.push(right / asked)
  }
  return reached
}

interface Draw {
  readonly row: AskedRow
  readonly dice: number
  readonly isRated: boolean
  /** 1 = the rating is the wrong way round. */
  readonly flip: number
}

/** The same draws for greedy and exploring runs, whatever was answered. */
function draw(rows: readonly AskedRow[], random: Random): Draw {
  return {
    row: rows[Math.floor(random() * rows.length)] as AskedRow,
    dice: Math.floor(random() * 2 ** 31),
    isRated: random() < RATED,
    flip: Number(random() < FLIPPED),
  }
}
