import { describe, expect, it } from 'vitest'
import { askedPool } from '../../bench/routing/asked-pool.ts'
import { coldStartTrack } from '../../bench/routing/cold-start-track.ts'
import { familyTrack } from '../../bench/routing/family-track.ts'
import { leakage, leakageSource } from '../../bench/routing/leakage.ts'
import { onlineTrack } from '../../bench/routing/online-track.ts'
import { pairTrack } from '../../bench/routing/pair-track.ts'
import type { Pool, PoolRow } from '../../bench/routing/pool.ts'
import { poolTrack } from '../../bench/routing/pool-track.ts'
import { stressTrack } from '../../bench/routing/stress-track.ts'
import { unseenTaskTrack } from '../../bench/routing/unseen-task-track.ts'
import { plainRouter } from './plain-router.ts'

/** One model is right in code, one in math, one in a third of everything; sizes 70, 7 and 1. */
const pool: Pool = {
  name: 'made',
  models: ['coder-70b', 'reckoner-7b', 'small-1b'],
  rows: Array.from({ length: 300 }, (_, at) => rowOf(at)),
  pricedBySize: false,
  duplicates: 0,
  incomplete: 0,
}

function rowOf(at: number): PoolRow {
  const task = at % 5 < 2 ? 'math' : 'code'
  const outcomes = [task === 'code' ? 1 : 0, task === 'math' ? 1 : 0, at % 3 === 0 ? 1 : 0]
  return { text: `${task} question ${at}`, task, fold: Math.floor(at / 5) % 10, outcomes }
}

const asked = askedPool(pool, plainRouter)

describe('a pool', () => {
  const result = poolTrack(asked, plainRouter)

  it('is split by fold', () => {
    expect([asked.train.length, asked.test.length]).toEqual([180, 90])
    expect(result.prompts).toBe(90)
  })

  it('compares the router with the model that was best in training, and with the oracle', () => {
    expect(result.best_single_model).toBe('coder-70b')
    expect(result.best_single).toBeCloseTo(0.6, 10)
    expect(result.router).toBe(1)
    expect(result.oracle).toBe(1)
    expect(result.difference).toBeCloseTo(0.4, 10)
    expect(result.gap_closed).toBeCloseTo(1, 10)
    expect(result.ci95[0]).toBeGreaterThan(0.25)
    expect(result.ci95[1]).toBeLessThan(0.55)
  })

  it('takes the cost of an answer for billions times thousands of tokens where none is recorded', () => {
    expect(asked.test[0]?.costs).toEqual([70, 7, 1])
    expect(asked.test[0]?.expectedCosts).toEqual([70, 7, 1])
    const recorded = pool.rows.map((row) => ({ ...row, costs: [row.fold < 6 ? 2 : 9, 1, 1] }))
    const [first] = askedPool({ ...pool, rows: recorded }, plainRouter).test
    expect(first?.costs).toEqual([9, 1, 1])
    expect(first?.expectedCosts).toEqual([2, 1, 1])
  })

  it('draws the costs and the qualities of single models', () => {
    expect(result.points.single.map(({ cost }) => cost)).toEqual([70, 7, 1])
    expect(result.points.router[0]).toEqual({
      cost: expect.closeTo(70 * 0.6 + 7 * 0.4, 10),
      quality: 1,
    })
    expect(result.points.router.at(-1)?.cost).toBe(1)
    expect(result.aiq).toBeGreaterThan(result.aiq_zero)
  })

  it('is measured against simpler ways', () => {
    const accuracies = Object.fromEntries(result.baselines.map((one) => [one.name, one.accuracy]))
    expect(accuracies['largest']).toBeCloseTo(0.6, 10)
    expect(accuracies['cheapest']).toBeCloseTo(1 / 3, 1)
    expect(accuracies['family table']).toBe(1)
    expect(accuracies['random']).toBeCloseTo((1 + 1 / 3) / 3, 1)
    expect(accuracies['100 nearest neighbours']).toBeGreaterThanOrEqual(0.6)
  })

  it('does without prompts to train on', () => {
    const untaught = poolTrack({ ...asked, train: [] }, plainRouter)
    expect(untaught.best_single_model).toBe('coder-70b')
    expect(untaught.baselines.map(({ name }) => name)).not.toContain('family table')
  })
})

describe('other tracks', () => {
  it('find a new model again once it was probed', () => {
    const steps = coldStartTrack(asked, plainRouter)
    expect(steps.map(({ probes }) => probes)).toEqual([0, 3, 5, 10, 20])
    expect(steps[0]?.loss).toBeGreaterThan(0.1)
    expect(steps.at(-1)?.loss).toBeCloseTo(0, 10)
    expect(steps.at(-1)?.difference).toBeCloseTo(0.4, 1)
  })

  it('leave each task out in turn', () => {
    const found = unseenTaskTrack(asked, plainRouter)
    expect(found.tasks).toBe(2)
    // Of the other task each best model knows everything, of this one nothing.
    expect(found.best_single).toBeCloseTo(0, 10)
    expect(found.by_task).toEqual({ math: expect.any(Number), code: expect.any(Number) })
  })

  it('learn from a stream in which some ratings are wrong', () => {
    const few = { ...asked, test: asked.test.slice(0, 12) }
    const slow = { ...plainRouter, start: () => forgetful() }
    const { after, greedy, best_single } = onlineTrack(few, slow)
    expect(after).toEqual([500, 2_000, 5_000, 15_000])
    expect(greedy.at(-1)).toBeCloseTo(best_single, 1)
  })

  it('score labels, and leave out what nobody says', () => {
    const labelled = [
      { text: 'code this', family: 'code' },
      { text: 'code that', family: 'math' },
      { text: 'math', family: 'math' },
    ] as const
    const found = familyTrack(labelled, plainRouter)
    expect(found.accuracy).toBeCloseTo(2 / 3, 10)
    expect(found.macro_f1).toBeCloseTo(2 / 3, 10)
    expect(found.f1.tools).toBeNull()
    expect(found.difficulty_correlation).toBeNull()
  })

  it('order pairs by length as by difficulty where that is all there is to it', () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({
      text: 'x'.repeat(at + 1),
      fold: 7,
      weak: at < 20 ? 1 : 0,
      strong: 1,
    }))
    const found = pairTrack([{ name: 'gsm8k', rows, duplicates: 0 }], plainRouter)['gsm8k']
    expect(found?.scores['length']?.apgr).toBeCloseTo(0.75, 10)
    expect(found?.scores['zero_label']?.apgr).toBeCloseTo(0.75, 10)
    expect(found?.scores['random']?.apgr).toBeCloseTo(0.5, 10)
    expect(found?.scores['few_label']).toBeUndefined()
  })

  it('tell hard prompts from everyday ones of the same lengths', () => {
    const rows = [
      { text: 'a riddle that is long', fold: 7, failed: 1 },
      { text: 'a riddle', fold: 8, failed: 0 },
    ]
    const labelled = [
      { text: 'hi', family: 'chat', difficulty: 1 },
      { text: 'hi, but far longer than any of the riddles', family: 'chat', difficulty: 1 },
      { text: 'hard', family: 'chat', difficulty: 5 },
    ] as const
    const { test } = stressTrack(rows, labelled, plainRouter)
    expect(test).toMatchObject({ prompts: 2, separation: 1, correlation: 1 })
  })
})

describe('leakage', () => {
  it('counts the questions on both sides, of one track and of any', () => {
    const rows = [
      { text: 'What is one?', fold: 0 },
      { text: 'what is ONE', fold: 7 },
      { text: 'two', fold: 9 },
    ]
    const sources = [
      leakageSource('a', rows, 3),
      leakageSource('b', [{ text: 'Two!', fold: 1 }], 0),
    ]
    expect(leakage(sources)).toEqual([
      { track: 'a', train: 1, test: 2, shared: 1, shared_with_any: 2, duplicates: 3 },
      { track: 'b', train: 1, test: 0, shared: 0, shared_with_any: 0, duplicates: 0 },
    ])
  })
})

/** Always sends to the same model and learns nothing: quick to run through a long stream. */
function forgetful(): ReturnType<typeof plainRouter.start> {
  const fleet = plainRouter.start(pool.models)
  return { ...fleet, rated: () => forgetful() }
}
