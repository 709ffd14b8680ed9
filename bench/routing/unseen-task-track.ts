import { groupedBy } from '../../src/std/grouped-by.ts'
import { type AskedPool, accuracies, chosenOutcomes, taughtFleet } from './asked-pool.ts'
import { argmax, mean } from './averages.ts'
import { type Interval, meanInterval } from './bootstrap-interval.ts'
import type { RouterUnderTest } from './router-under-test.ts'

/** What comes of a task that nothing was learned from; means over the tasks. */
export interface UnseenTasks {
  readonly tasks: number
  /** Of the model that is best on the train folds of the other tasks. */
  readonly best_single: number
  readonly router: number
  readonly oracle: number
  readonly difference: number
  readonly ci95: Interval
  readonly by_task: Readonly<Record<string, number>>
}

/** Leaves each task out in turn: learns from the train folds of the others, is asked the test folds of the one. */
export function unseenTaskTrack(pool: AskedPool, router: RouterUnderTest): UnseenTasks {
  const tasks = [...groupedBy(pool.test, ({ task }) => task)].map(([task, test]) => {
    const train = pool.train.filter((row) => row.task !== task)
    const best = argmax(accuracies(train, pool.models))
    const chosen = chosenOutcomes(taughtFleet(router.start(pool.models), train), test)
    const single = test.map(({ outcomes }) => outcomes[best] ?? 0)
    return {
      task,
      single: mean(single),
      router: mean(chosen),
      oracle: mean(test.map(({ outcomes }) => Math.max(...outcomes))),
      differences: chosen.map((value, at) => value - (single[at] ?? 0)),
    }
  })
  const scaled = tasks.flatMap(({ differences }) => {
    const share = pool.test.length / tasks.length / differences.length
    return differences.map((value) => value * share)
  })
  return {
    tasks: tasks.length,
    best_single: mean(tasks.map(({ single }) => single)),
    router: mean(tasks.map((task) => task.router)),
    oracle: mean(tasks.map(({ oracle }) => oracle)),
    difference: mean(scaled),
    ci95: meanInterval(scaled),
    by_task: Object.fromEntries(tasks.map(({ task, differences }) => [task, mean(differences)])),
  }
}
