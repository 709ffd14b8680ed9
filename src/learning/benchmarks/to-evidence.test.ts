import { describe, expect, it } from 'vitest'
import type { BenchmarkRow } from '../../contracts/benchmark.ts'
import { FAMILIES } from '../../contracts/routing.ts'
import { loadSnapshot, snapshotRows } from './snapshot.ts'
import { toEvidence } from './to-evidence.ts'

const row = (metric: string, model: string, value: number): BenchmarkRow => ({
  ...{ source: 'zeroeval', family: 'math', date: '2025-04-18' },
  ...{ metric, model, value },
})
const arena = (model: string, value: number): BenchmarkRow => ({
  ...row('arena', model, value),
  source: 'lmarena',
})

describe('toEvidence', () => {
  it('is evidence under a key of its own', () => {
    expect(
      toEvidence([row('math-l5', 'Qwen2.5-7B-Instruct', 0.4)], [{ id: 'qwen2.5:7b' }]),
    ).toEqual([
      expect.objectContaining({
        key: 'benchmark:zeroeval:math-l5:qwen2.5:7b',
        model: 'qwen2.5:7b',
        source: 'benchmark',
        at: Date.parse('2025-04-18'),
        y: expect.closeTo(0.4),
        weight: expect.closeTo(20),
      }),
    ])
  })

  it('weighs a model like it less', () => {
    const rows = [row('math-l5', 'Qwen2.5-7B-Instruct-abliterated', 0.4)]
    const [like] = toEvidence(rows, [{ id: 'qwen2.5:7b' }])
    expect(like?.weight).toBeCloseTo(1 / (0.6 * 0.6 * 0.4 * 0.6))
  })

  it('counts contests against the median model', () => {
    const rows = [arena('gpt-4o', 1300), arena('qwen2.5:7b', 1200), arena('llama3.1:8b', 1100)]
    const evidence = toEvidence(
      rows,
      rows.map(({ model }) => ({ id: model })),
    )
    expect(evidence.map(({ y }) => y)).toEqual([
      expect.closeTo(0.64, 2),
      expect.closeTo(0.5, 2),
      expect.closeTo(0.36, 2),
    ])
  })

  it('tells nothing by metrics and models that nobody knows', () => {
    const rows = [row('vibes', 'qwen2.5:7b', 0.5), row('gsm8k', 'other', 0.5)]
    expect(toEvidence(rows, [{ id: 'qwen2.5:7b' }])).toEqual([])
    expect(toEvidence([], [{ id: 'qwen2.5:7b' }])).toEqual([])
  })
})

describe('what is shipped, as evidence', async () => {
  const rows = snapshotRows(await loadSnapshot())
  const ids = ['llama3.1:8b', 'llama3.1:70b', 'gemma2:9b', 'gpt-4o', 'qwen3:8b', 'qwen2:72b']
  const evidence = toEvidence(
    rows,
    ids.map((id) => ({ id })),
  )

  it('is of every model that is known, once a metric', () => {
    expect(new Set(evidence.map(({ model }) => model))).toEqual(new Set(ids))
    expect(new Set(evidence.map(({ key }) => key)).size).toBe(evidence.length)
  })

  it.each(ids)('counts no more than twenty answers of a family of %s', (id) => {
    for (const family of FAMILIES) {
      const own = evidence.filter(({ model, work }) => model === id && work.families[family] === 1)
      const total = own.reduce((sum, { weight }) => sum + weight, 0)
      expect(total, family).toBeLessThanOrEqual(20.001)
    }
  })

  it('says that a larger model of one line is better', () => {
    const [small, large] = ['llama3.1:8b', 'llama3.1:70b'].map((id) =>
      evidence.find(({ key }) => key === `benchmark:zeroeval:math-l5:${id}`),
    )
    expect(large?.y).toBeGreaterThan((small?.y ?? 1) + 0.1)
    expect(large?.work).toEqual(small?.work)
  })
})
