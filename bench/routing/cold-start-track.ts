import { groupedBy } from '../../src/std/grouped-by.ts'
import {
  type AskedPool,
  type AskedRow,
  accuracies,
  chosenOutcomes,
  taughtFleet,
} from './asked-pool.ts'
import { argmax, mean } from './averages.ts'
import { type Interval, meanInterval } from './bootstrap-interval.ts'
import { kindOfTask } from './kind-of-task.ts'
import type { Fleet, RouterUnderTest } from './router-under-test.ts'
import { seededRandom } from './seeded-random.ts'
import { shuffled } from './shuffled.ts'

/** What comes of a model that is new among known ones, after so many probes of each kind of work. */
export interface ColdStart {
  readonly probes: number
  /** Mean over which model is new, and over the draws of its probes. */
  readonly router: number
  /** Router minus the model that is best on the train folds, the new one included; the interval is over the draws. */
  readonly difference: number
  readonly ci95: Interval
  /** What was lost against knowing the new model from the start. */
  readonly loss: number
}

const PROBES = [0, 3, 5, 10, 20]
const DRAWS = 20
/** Every third prompt is enough for means over so many draws. */
const STEP = 3

/** Has each model in turn be unknown. */
export function coldStartTrack(pool: AskedPool, router: RouterUnderTest): readonly ColdStart[] {
  const test = pool.test.filter((_, at) => at % STEP === 0)
  const known = taughtFleet(router.start(pool.models), pool.train)
  const best = argmax(accuracies(pool.train, pool.models))
  const single = mean(test.map(({ outcomes }) => outcomes[best] ?? 0))
  const full = mean(chosenOutcomes(known, test))
  const kinds = groupedBy(pool.train, ({ task }) => kindOfTask(task))
  return PROBES.map((probes) => {
    const draws = Array.from({ length: probes === 0 ? 1 : DRAWS }, (_, draw) => {
      const random = seededRandom(100 * probes + draw)
      return mean(
        pool.models.map((_, model) => {
          const rows = [...kinds.values()].flatMap((kind) => shuffled(kind, random, probes))
          return mean(chosenOutcomes(probed(known, model, rows), test))
        }),
      )
    })
    const reached = mean(draws)
    const differences = draws.map((value) => value - single)
    return {
      probes,
      router: reached,
      difference: reached - single,
      ci95: meanInterval(differences),
      loss: full - reached,
    }
  })
}

function probed(known: Fleet, model: number, rows: readonly AskedRow[]): Fleet {
  const answers = rows.map(({ profile, outcomes }) => ({
    model,
    work: profile,
    y: outcomes[model] ?? 0,
  }))
  return known.without(model).folded(answers)
}
