import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { pairCounter } from './pair-counter.ts'

it('sums by pair, and is read again and again', async () => {
  const registry = new Registry()
  const count = pairCounter({ name: 'c', help: 'h', labels: ['a', 'b'], registry })
  expect(await registry.metrics()).toBe('# HELP c h\n# TYPE c counter\n')
  count('x', 'y')
  count('x', 'y', 2.5)
  count('x', 'z')
  count('y', 'x')
  const lines = ['c{a="x",b="y"} 3.5', 'c{a="x",b="z"} 1', 'c{a="y",b="x"} 1']
  for (let scrape = 0; scrape < 2; scrape += 1) {
    expect((await registry.metrics()).split('\n').slice(2, -1)).toEqual(lines)
  }
  count('y', 'x')
  expect(await registry.metrics()).toContain('c{a="y",b="x"} 2\n')
})

it('can always be read, whatever it was told', async () => {
  const registry = new Registry()
  const count = pairCounter({ name: 'c', help: 'h', labels: ['a', 'b'], registry })
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY, 1]) count('x', 'y', number)
  expect(await registry.metrics()).toContain('c{a="x",b="y"} 1\n')
})
