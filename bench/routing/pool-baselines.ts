import { FAMILIES } from '../../src/contracts/routing.ts'
import { accuracyTable } from './accuracy-table.ts'
import { type AskedPool, type AskedRow, accuracies } from './asked-pool.ts'
import { argmax, columnMeans, mean } from './averages.ts'
import { keywordChoice } from './keyword-choice.ts'
import { billionsActing } from './model-size.ts'
import { nearestNeighbours } from './nearest-neighbours.ts'
import { predictedFamily } from './predicted-family.ts'
import type { RouterUnderTest } from './router-under-test.ts'

/** Another way to choose, and how right its choices are. */
export interface Baseline {
  readonly name: string
  readonly accuracy: number
}

/** The model to ask a row of. */
type Chooser = (row: AskedRow) => number

/** What simpler ways reach on the same test prompts, with the same train folds. */
export function poolBaselines(pool: AskedPool, router: RouterUnderTest): readonly Baseline[] {
  const { models, train, test } = pool
  const sizes = models.map(billionsActing)
  const costs = columnMeans(
    (train.length > 0 ? train : test).map((row) => row.costs),
    models.length,
  )
  const cheapest = argmax(costs.map((cost) => -cost))
  const largest = argmax(sizes)
  const simple = {
    cheapest: () => cheapest,
    largest: () => largest,
    'keywords of the original': ({ text }: AskedRow) => keywordChoice(text, models),
  }
  const learned = train.length === 0 ? {} : learnedChoosers(pool, router)
  return [
    { name: 'random', accuracy: mean(accuracies(test, models)) },
    ...Object.entries<Chooser>({ ...simple, ...learned }).map(([name, choose]) => ({
      name,
      accuracy: mean(test.map((row) => row.outcomes[choose(row)] ?? 0)),
    })),
  ]
}

function learnedChoosers(
  { models, train }: AskedPool,
  router: RouterUnderTest,
): Readonly<Record<string, Chooser>> {
  const byLength = lengthTable(train, models.length)
  const byFamily = accuracyTable(train, models.length, ({ profile }) => predictedFamily(profile))
  const tables = new Map(FAMILIES.map((family) => [family, byFamily(family)]))
  const neighbours = nearestNeighbours(
    train.map(({ text, outcomes }) => ({ features: router.featuresOf(text), outcomes })),
    models.length,
  )
  return {
    'length only': byLength,
    'family table': ({ profile }) =>
      argmax(
        models.map((_, model) =>
          FAMILIES.reduce(
            (total, family) =>
              total + profile.families[family] * (tables.get(family)?.[model] ?? 0),
            0,
          ),
        ),
      ),
    '100 nearest neighbours': ({ text }) => argmax(neighbours(router.featuresOf(text))),
  }
}

/** The best model for each tenth of the lengths. */
function lengthTable(train: readonly AskedRow[], models: number): Chooser {
  const lengths = train.map(({ text }) => text.length).sort((a, b) => a - b)
  const limits = Array.from({ length: 9 }, (_, at) => {
    return lengths[Math.floor(((at + 1) * lengths.length) / 10)] ?? 0
  })
  const tenthOf = ({ text }: { readonly text: string }): number =>
    limits.filter((limit) => text.length >= limit).length
  const table = accuracyTable(train, models, tenthOf)
  const best = Array.from({ length: 10 }, (_, tenth) => argmax(table(tenth)))
  return (row) => best[tenthOf(row)] ?? 0
}
