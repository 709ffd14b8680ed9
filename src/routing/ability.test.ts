import { describe, expect, it } from 'vitest'
import type { Family } from '../contracts/routing.ts'
import { type Ability, fold, learn, summarise, unproven } from './ability.ts'
import { demandOf, doubtOf, logitOf, probability } from './demand.ts'
import { evidenceOf, placement } from './fleet.fixture.ts'
import { priorOf } from './prior.ts'
import { workOf } from './work-of.ts'

const PRIOR = priorOf(placement('llama3.1:8b'))

function quality(ability: Ability, family: Family): number {
  return probability(logitOf(ability, demandOf(workOf(family, 0.5))))
}

describe('what is believed of a model', () => {
  it('without evidence is what was expected', () => {
    expect(fold(PRIOR, [])).toEqual(unproven(PRIOR))
  })

  it('comes to what was seen, the more was seen', () => {
    const few = quality(fold(PRIOR, evidenceOf('code', 0.3, 10)), 'code')
    const many = quality(fold(PRIOR, evidenceOf('code', 0.3, 300)), 'code')
    expect(many).toBeCloseTo(0.3, 1)
    expect(few).toBeGreaterThan(many)
    expect(few).toBeLessThan(quality(unproven(PRIOR), 'code'))
  })

  it('of one family says something of others, but less', () => {
    const before = unproven(PRIOR)
    const after = fold(PRIOR, evidenceOf('code', 0.2, 40))
    const loss = (family: Family) => quality(before, family) - quality(after, family)
    expect(loss('math')).toBeGreaterThan(0.02)
    expect(loss('code')).toBeGreaterThan(1.5 * loss('math'))
  })

  it('gets surer where something was seen', () => {
    const after = fold(PRIOR, evidenceOf('code', 0.5, 40))
    const doubt = (ability: Ability, family: Family) =>
      doubtOf(ability, demandOf(workOf(family, 0.5)))
    expect(doubt(after, 'code')).toBeLessThan(0.4 * doubt(unproven(PRIOR), 'code'))
    expect(doubt(after, 'writing')).toBeGreaterThan(1.5 * doubt(after, 'code'))
    expect(after.answers).toMatchObject({ code: 40, math: 0 })
  })

  it('trusts strengths less when it is unsure of the family', () => {
    const able = fold(PRIOR, evidenceOf('code', 0.95, 100))
    const gain = (work: ReturnType<typeof workOf>) =>
      logitOf(able, demandOf(work)) -
      logitOf(able, demandOf({ ...work, families: workOf('chat', 0).families }))
    const sure = workOf('code', 0.5)
    const unsure = { ...sure, families: { ...sure.families, code: 0.5, math: 0.5 } }
    expect(gain(unsure)).toBeLessThan(gain(sure) / 3)
  })

  it.each(['judge', 'feedback', 'outcome'] as const)(
    'of a source that errs (%s) is moved less than by probes',
    (source) => {
      const sure = quality(fold(PRIOR, evidenceOf('code', 0, 30)), 'code')
      expect(quality(fold(PRIOR, evidenceOf('code', 0, 30, { source })), 'code')).toBeGreaterThan(
        sure,
      )
    },
  )

  it('counts public benchmarks as no more than 20 answers of a family', () => {
    const benchmark = (count: number) =>
      quality(fold(PRIOR, evidenceOf('code', 0, count, { source: 'benchmark' })), 'code')
    expect(benchmark(2000)).toBeCloseTo(benchmark(20), 6)
    expect(benchmark(10)).toBeGreaterThan(benchmark(20))
  })

  it('forgets what people said long ago, and no measurement', () => {
    const changed = (source: 'feedback' | 'probe') =>
      fold(PRIOR, [
        ...evidenceOf('chat', 0, 3000, { source, at: 0 }),
        ...evidenceOf('chat', 1, 3000, { source, at: 1 }),
      ])
    const share = (ability: Ability) => quality(ability, 'chat')
    expect(share(changed('probe'))).toBeCloseTo(0.5, 1)
    expect(share(changed('feedback'))).toBeGreaterThan(0.6)
  })

  it('is the same when old rows became summaries, and each can be left out', () => {
    const old = evidenceOf('code', 0.2, 60)
    const voted = evidenceOf('chat', 0.9, 30, { source: 'feedback' })
    const all = fold(PRIOR, [...old, ...voted])
    const summaries = summarise(PRIOR, [...old, ...voted])
    const folded = fold(PRIOR, [], [...summaries.values()])
    for (const [at, value] of all.mean.entries()) expect(folded.mean[at]).toBeCloseTo(value, 6)
    expect(folded.answers).toEqual(all.answers)
    const feedback = summaries.get('feedback')
    const without = fold(PRIOR, [], feedback ? [feedback] : [])
    const only = fold(PRIOR, voted)
    expect(quality(without, 'code')).toBeGreaterThan(quality(all, 'code') + 0.2)
    expect(quality(without, 'chat')).toBeCloseTo(quality(only, 'chat'), 1)
  })

  it('learnt one by one comes to nearly what it is all at once', () => {
    const evidence = evidenceOf('math', 0.35, 60).toSorted(
      (a, b) => ((a.at * 7) % 60) - ((b.at * 7) % 60),
    )
    const step = evidence.reduce<Ability>((ability, row) => learn(ability, row), unproven(PRIOR))
    const once = fold(PRIOR, evidence)
    expect(quality(step, 'math')).toBeCloseTo(quality(once, 'math'), 1)
    expect(step.answers.math).toBe(60)
  })

  it('takes no notice of a row that weighs nothing', () => {
    const nothing = fold(PRIOR, evidenceOf('code', 0, 10, { weight: 0 }))
    expect(quality(nothing, 'code')).toBeCloseTo(quality(unproven(PRIOR), 'code'), 9)
  })

  it('stays sensible however far what was seen is from what was expected', () => {
    const hopeless = evidenceOf('code', 0, 3000, { work: workOf('code', 0) })
    const perfect = evidenceOf('math', 1, 3000, { work: workOf('math', 1) })
    const ability = fold(PRIOR, [...hopeless, ...perfect])
    for (const value of ability.mean) expect(Math.abs(value)).toBeLessThan(20)
    const easy = probability(logitOf(ability, demandOf(workOf('code', 0))))
    const hard = probability(logitOf(ability, demandOf(workOf('math', 1))))
    expect(easy).toBeLessThan(0.02)
    expect(hard).toBeGreaterThan(0.98)
  })
})
