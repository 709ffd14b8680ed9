import { expect, it } from 'vitest'
import type { BenchmarkRow } from '../../contracts/benchmark.ts'
import { checkedRows } from './checked-rows.ts'

const NOW = Date.parse('2026-06-01')
const row = (date: string, value = 0.5): BenchmarkRow => ({
  ...{ source: 'a', model: 'm', metric: 'x', family: undefined },
  ...{ date, value },
})

it('takes rows of a list that is kept up, old ones too', () => {
  const rows = [row('2020-01-01'), row('2026-01-01')]
  expect(checkedRows('a', rows, NOW)).toEqual(rows)
})

it('leaves out what is no figure or of no day', () => {
  const rows = [row('2026-01-01', Number.NaN), row('soon'), row('2026-13-45'), row('2026-02-01')]
  expect(checkedRows('a', rows, NOW)).toEqual([row('2026-02-01')])
})

it('takes no list that is old or empty', () => {
  expect(() => checkedRows('a', [row('2023-05-01')], NOW)).toThrow(
    'a: the newest figures are of 2023',
  )
  expect(() => checkedRows('a', [], NOW)).toThrow('a: there are no figures')
  expect(() => checkedRows('a', [row('')], NOW)).toThrow('a: there are no figures')
})
