import { describe, expect, it } from 'vitest'
import type { BenchmarkRow } from '../../contracts/benchmark.ts'
import { matches } from './matches.ts'

const row = (model: string, value = 0.5, date = '2025-01-01'): BenchmarkRow => ({
  ...{ source: 'zeroeval', metric: 'gsm8k', family: 'math' },
  ...{ model, value, date },
})

describe('matches', () => {
  it('finds the row that is most surely of a model', () => {
    const rows = [
      row('Meta-Llama-3.1-8B-Instruct-abliterated', 0.1),
      row('Meta-Llama-3.1-8B-Instruct', 0.8),
      row('Llama-3.1-8B-Base', 0.3),
      row('Meta-Llama-3-8B-Instruct', 0.7),
    ]
    expect(matches(rows, [{ id: 'llama3.1:8b' }])).toEqual([
      { model: 'llama3.1:8b', row: rows[1], confidence: 1 },
    ])
  })

  it('takes the newest of several, whatever their order', () => {
    const rows = [row('gpt-4o-2024-08-06'), row('gpt-4o-2024-11-20'), row('gpt-4o-2024-05-13')]
    for (const order of [rows, rows.toReversed()]) {
      const [match] = matches(order, [{ id: 'gpt-4o' }])
      expect(match?.row.model).toBe('gpt-4o-2024-11-20')
    }
    const [dated] = matches(
      [row('qwen2.5:7b', 0.1, '2026-01-01'), row('qwen2.5:7b')],
      [{ id: 'qwen2.5' }],
    )
    expect(dated?.row.value).toBe(0.1)
  })

  it('goes by what the file says of itself where the id says nothing', () => {
    const rows = [row('Qwen2.5-7B-Instruct')]
    expect(matches(rows, [{ id: 'house-model' }])).toEqual([])
    expect(matches(rows, [{ id: 'house-model', origin: 'Qwen2.5 7B Instruct' }])).toHaveLength(1)
  })

  it('believes a reported size more than what a name is thought to mean', () => {
    const rows = [row('DeepSeek-R1')]
    expect(matches(rows, [{ id: 'deepseek-r1' }])).toHaveLength(1)
    expect(matches(rows, [{ id: 'deepseek-r1', parameters: 8.2 }])).toEqual([])
    expect(matches([row('gemma-3-27b-it')], [{ id: 'gemma3:27b', parameters: 27.4 }])).toHaveLength(
      1,
    )
  })

  it('never doubts what the user says', () => {
    const rows = [row('Some Name (v2)', 0.9), row('qwen2.5:7b', 0.4)]
    const mapping = new Map([['some name (v2)', 'Qwen2.5:7b:latest']])
    expect(matches(rows, [{ id: 'qwen2.5:7b' }, { id: 'other' }], mapping)).toEqual([
      { model: 'qwen2.5:7b', row: rows[0], confidence: 1 },
    ])
  })
})
