import { describe, expect, it } from 'vitest'
import { interpolate } from './interpolate.ts'

const env = (expression: string): string => `\${env.${expression}}`

describe('interpolate', () => {
  it('replaces variables in texts at any depth, and nothing else', () => {
    const data = { a: [`x-${env('A')}-${env('B')}`, 1, null], b: { c: '$A {env.A}' } }
    expect(interpolate(data, { A: '1', B: 'two' })).toEqual({
      value: { a: ['x-1-two', 1, null], b: { c: '$A {env.A}' } },
      faults: [],
    })
  })

  it('takes the default of a variable that is unset or empty', () => {
    const data = [env('A:-one'), env('B:-http://x:1/y'), env('C:-')]
    expect(interpolate(data, { B: '', C: undefined }).value).toEqual(['one', 'http://x:1/y', ''])
  })

  it('does not replace what a variable brings in', () => {
    expect(interpolate(env('A'), { A: env('B'), B: 'no' }).value).toBe(env('B'))
  })

  it('tells every variable that is missing, and where', () => {
    const { faults } = interpolate({ a: { b: [env('X'), env('Y')] } }, { Y: ' ' })
    expect(faults).toEqual([
      { path: ['a', 'b', 0], reason: 'the variable X is not set' },
      { path: ['a', 'b', 1], reason: 'the variable Y is not set' },
    ])
  })

  it.each(['$' + '{KEY}', '$' + '{env.KEY', '$' + '{ENV.KEY}', '$' + '{}'])(
    'refuses %s',
    (text) => {
      const { faults } = interpolate(text, { KEY: 'x' })
      expect(faults[0]?.reason).toContain(env('NAME'))
    },
  )
})
