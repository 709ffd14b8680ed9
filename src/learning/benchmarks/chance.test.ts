import { describe, expect, it } from 'vitest'
import { inferredFacts } from '../../models/inferred-facts.ts'
import { demandOf, logitOf } from '../../routing/demand.ts'
import { priorOf } from '../../routing/prior.ts'
import { groupedBy } from '../../std/grouped-by.ts'
import { chanceOf, winShare } from './chance.ts'
import { type Metric, metricOf } from './metrics.ts'
import { modelIdentity } from './model-identity.ts'
import { loadSnapshot, snapshotRows } from './snapshot.ts'

const metric: Metric = { family: 'math', subject: 'math', typical: 0.4, slope: 1 }

function placement(model: string) {
  return {
    ...{ key: `${model}@a`, model, backend: 'a', nativeId: model, remote: false },
    ...{ routable: true, loaded: true, up: true, facts: inferredFacts(model) },
  }
}

const logit = (share: number) => Math.log(share / (1 - share))

describe('chanceOf', () => {
  it('makes routing expect of a typical model what that gets', () => {
    const { work, y } = chanceOf(metric, 0.4)
    expect(y).toBeCloseTo(0.4)
    expect(work.families.math).toBe(1)
    expect(work.subjects.math).toBe(1)
    const typical = priorOf(placement('llama3.1:70b'))
    expect(logitOf(typical, demandOf(work))).toBeCloseTo(logit(0.4))
  })

  it('grows with the share, and as much as skill does', () => {
    const chances = [0, 0.1, 0.4, 0.7, 1].map((share) => chanceOf(metric, share).y)
    expect(chances).toEqual(chances.toSorted((a, b) => a - b))
    const steep = chanceOf({ ...metric, slope: 2 }, 0.7).y
    expect(logit(steep) - logit(0.4)).toBeCloseTo((logit(0.7) - logit(0.4)) / 2)
  })

  it('is of given answers where the metric is, and never quite sure', () => {
    expect(chanceOf({ ...metric, choice: true }, 0.5).work.choice).toBe(1)
    expect(chanceOf(metric, 1).y).toBeLessThan(1)
    expect(chanceOf({ ...metric, typical: 0.02 }, 0).y).toBeGreaterThan(0)
  })
})

it('a contest with an equal is won half of the times', () => {
  expect(winShare(1200, 1200)).toBe(0.5)
  expect(winShare(1600, 1200)).toBeCloseTo(10 / 11)
})

describe('the metrics that are shipped', async () => {
  const rows = snapshotRows(await loadSnapshot())
  const sized = rows.filter(
    ({ model }) => modelIdentity(model).known && priorOf(placement(model)).billions !== undefined,
  )
  const groups = [...groupedBy(sized, ({ source, metric: name }) => `${source} ${name}`)]

  it.each(groups)('of %s are on the whole what priors expect', (_, own) => {
    const misses = own.flatMap(({ source, metric: name, model, value }) => {
      const known = metricOf(source, name)
      if (known === undefined) return []
      const { work, y } = chanceOf(known, value)
      return [logit(y) - logitOf(priorOf(placement(model)), demandOf({ ...work, choice: 0 }))]
    })
    expect(misses).toHaveLength(own.length)
    const median = misses.toSorted((a, b) => a - b)[Math.floor(misses.length / 2)]
    expect(Math.abs(median ?? 9)).toBeLessThan(0.3)
  })
})
