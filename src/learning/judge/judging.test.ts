import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../contracts/errors.ts'
import type { Asking } from '../asking/own-request.ts'
import { answering, sidesIn } from './judge.fixture.ts'
import { answerOf, judgingStage, PAIRS, QUESTIONS } from './judging.fixture.ts'

/** Good is better than fair, and fair than anything else. */
function good(asking: Asking): string {
  const worth = (text: string) => ['fair', 'good'].findIndex((word) => text.includes(word))
  const best = Math.max(...[...sidesIn(asking).values()].map(worth))
  return answering((text) => worth(text) === best)(asking)
}

describe('Judging', () => {
  it('is measured by known pairs first, then compares what models answered, both ways', async () => {
    const stage = judgingStage({ answers: { 'm@one': 'good', 'n@one': 'bad' }, judge: good })
    await stage.run()
    expect(stage.rows.map(({ key, y, weight, source }) => [key, y, weight, source])).toEqual([
      ['judge:m@one:open-writing-1', 1, 0.5, 'judge'],
      ['judge:m@one:open-chat-1', 1, 0.5, 'judge'],
      ['judge:n@one:open-writing-1', 0, 0.5, 'judge'],
      ['judge:n@one:open-chat-1', 0, 0.5, 'judge'],
    ])
    expect(stage.asked).toHaveLength(2 * (PAIRS.length + 4))
    expect(stage.judging.status()).toMatchObject({
      ...{ model: 'judge', calls: 2 * (PAIRS.length + 4), pairs: PAIRS.length, weight: 0.5 },
      problem: undefined,
    })
  })

  it('asks nothing twice, over restarts', async () => {
    const first = judgingStage({ answers: { 'm@one': 'good' }, judge: good, stopAfter: 7 })
    await expect(first.run()).rejects.toThrow('stopped')
    const second = judgingStage({ kept: first.stored, judge: good })
    await second.run()
    const third = judgingStage({ kept: second.stored, judge: good })
    expect(third.judging.isDue(third.placements)).toBe(false)
    await third.run()
    expect(third.asked).toEqual([])
    expect(second.rows).toHaveLength(QUESTIONS.length)
    // The comparison that was broken off is asked anew, both ways.
    expect(first.asked.length + second.asked.length).toBe(2 * (PAIRS.length + 2) + 1)
  })

  it('compares again what was answered again, and nothing else', async () => {
    const first = judgingStage({ answers: { 'm@one': 'good' }, judge: good })
    await first.run()
    const answered = first.stored.map((one) =>
      one.item.startsWith('open:open-chat-1') ? answerOf('m@one', 'open-chat-1', 'bad', 99) : one,
    )
    const again = judgingStage({ kept: answered, judge: good })
    await again.run()
    expect(again.rows.map(({ key, y }) => [key, y])).toEqual([['judge:m@one:open-chat-1', 0]])
  })

  it('says nothing of a judge’s own answers', async () => {
    const stage = judgingStage({ answers: { 'judge@one': 'good' }, judge: good })
    await stage.run()
    expect(stage.rows).toEqual([])
    expect(stage.judging.isDue(stage.placements)).toBe(false)
  })

  it('does not hear a judge that is no better than chance, and models need not answer for it', async () => {
    const blind = (asking: Asking) => `{"better":"${[...sidesIn(asking).keys()][0]}"}`
    const stage = judgingStage({ answers: { 'm@one': 'good' }, judge: blind })
    await stage.run()
    expect(stage.rows).toEqual([])
    expect(stage.asked).toHaveLength(2 * PAIRS.length)
    expect(stage.problems.join()).toMatch(/no better than chance/)
    expect(stage.judging.questions()).toEqual([])
    expect(stage.judging.status()).toMatchObject({ agreement: 0.5, weight: 0 })
  })

  it.each([
    ['prose', () => 'Both have their merits, but I like the first one.'],
    ['nothing', () => ''],
    ['a score', () => '{"score": 10}'],
  ])('has no evidence of a judge that returns %s, and leaves it alone soon', async (_, judge) => {
    const stage = judgingStage({ answers: { 'm@one': 'good' }, judge })
    await stage.run()
    expect(stage.rows).toEqual([])
    expect(stage.asked).toHaveLength(3)
    expect(stage.problems.at(-1)).toMatch(/gave no verdict/)
  })

  it('has no evidence of a judge that fails, and asks it again another time', async () => {
    const stage = judgingStage({
      answers: { 'm@one': 'good' },
      judge() {
        throw new GatewayError('upstream_unreachable', 'The judge is away.')
      },
    })
    await stage.run()
    expect(stage.rows).toEqual([])
    expect(stage.problems).toEqual(['judge: The judge is away.'])
    expect(stage.judging.isDue(stage.placements)).toBe(true)
  })

  it('stays within its calls and dollars, and says so', async () => {
    const calls = judgingStage({ answers: { 'm@one': 'good' }, judge: good, maxCalls: 10 })
    await calls.run()
    expect(calls.asked).toHaveLength(10)
    expect(calls.problems.at(-1)).toMatch(/judge\.max_calls/)
    expect(calls.judging.status()).toMatchObject({ calls: 10, problem: expect.any(String) })
    expect(calls.judging.isDue(calls.placements)).toBe(false)
    const price = { input: 1, output: 10 }
    const dollars = judgingStage({
      answers: { 'm@one': 'good' },
      judge: good,
      price,
      maxCost: 0.05,
    })
    await dollars.run()
    expect(dollars.asked.length).toBeGreaterThan(5)
    expect(dollars.judging.status()?.cost).toBeLessThanOrEqual(0.05)
    expect(dollars.problems.at(-1)).toMatch(/judge\.max_cost/)
  })

  it('counts calls by the month', async () => {
    const stage = judgingStage({ answers: { 'm@one': 'good' }, judge: good, maxCalls: 10 })
    await stage.run()
    stage.world.now += 32 * 86_400_000
    expect(stage.judging.status()).toMatchObject({ calls: 0, problem: undefined })
    await stage.run()
    expect(stage.asked).toHaveLength(20)
  })

  it('measures another judge anew', async () => {
    const first = judgingStage({ answers: { 'm@one': 'good' }, judge: good })
    await first.run()
    const other = judgingStage({ kept: first.stored, judge: good, revision: 'other' })
    expect(other.judging.status()).toMatchObject({ agreement: undefined, weight: undefined })
    await other.run()
    expect(other.asked).toHaveLength(2 * (PAIRS.length + 2))
  })

  it('asks nobody where nobody judges, and says why where nobody can', async () => {
    const off = judgingStage({ answers: { 'm@one': 'good' }, judge: good, seating: undefined })
    await off.run()
    expect([off.asked, off.problems, off.judging.questions(), off.judging.status()]).toEqual([
      [],
      [],
      [],
      undefined,
    ])
    const none = judgingStage({
      answers: { 'm@one': 'good' },
      judge: good,
      seating: 'no such model',
    })
    await none.run()
    expect(none.problems).toEqual(['judge: no such model'])
    expect(none.judging.status()?.problem).toBe('no such model')
  })

  it('passes over what the judge cannot take, and judges the rest', async () => {
    const stage = judgingStage({
      answers: { 'm@one': 'good LONG', 'n@one': 'good', 'o@one': 'good' },
      judge(asking) {
        if (!JSON.stringify(asking).includes('LONG')) return good(asking)
        throw new GatewayError('context_length_exceeded', 'too long')
      },
    })
    await stage.run()
    expect(stage.rows.map(({ placement }) => placement)).toEqual([
      'n@one',
      'n@one',
      'o@one',
      'o@one',
    ])
    expect(stage.problems).toHaveLength(2)
    expect(stage.judging.isDue(stage.placements)).toBe(false)
  })

  it('measures a judge again that could not be read, a day later', async () => {
    let isBroken = true
    const stage = judgingStage({
      answers: { 'm@one': 'good' },
      judge: (asking) => (isBroken ? '' : good(asking)),
    })
    for (let hour = 0; hour < 20; hour++) await stage.run()
    expect(stage.judging.status()).toMatchObject({ weight: 0, problem: expect.any(String) })
    expect(stage.judging.isDue(stage.placements)).toBe(false)
    isBroken = false
    stage.world.now += 2 * 86_400_000
    expect(stage.judging.isDue(stage.placements)).toBe(true)
    await stage.run()
    expect(stage.rows).toHaveLength(QUESTIONS.length)
    expect(stage.judging.status()).toMatchObject({ weight: 0.5, problem: undefined })
  })

  it('leaves findings of a model as they are: what its judge is says nothing of its file', async () => {
    const stage = judgingStage({
      answers: { 'm@one': 'good' },
      judge: good,
      revision: 'other|1|2|3|4',
    })
    await stage.run()
    const judged = stage.stored.filter(({ item }) => item.startsWith('judged:'))
    expect(judged.map(({ revision }) => revision)).toEqual(['r', 'r'])
  })
})
