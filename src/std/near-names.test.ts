import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearNames } from './near-names.ts'

const MODELS = ['llama3.1:8b', 'llama3.1:70b', 'qwen2.5-coder:7b', 'gpt-4o-mini', 'phi4', 'o1']

describe('nearNames', () => {
  it.each([
    ['lama3.1:8b', ['llama3.1:8b']],
    ['llama3.1', ['llama3.1:8b', 'llama3.1:70b']],
    ['qwen2.5-codre:7b', ['qwen2.5-coder:7b']],
    ['GPT4o-Mini', ['gpt-4o-mini']],
    ['gpt-4o-mini-2024-07-18', ['gpt-4o-mini']],
    ['phi', ['phi4']],
    ['mixtral', []],
    ['x', []],
    ['', []],
  ])('for %s offers %j', (wanted, near) => {
    expect(nearNames(wanted, MODELS)).toEqual(near)
  })

  it('does not take a shared prefix for a likeness', () => {
    expect(nearNames('ROUTER_LOGLEVEL', ['ROUTER_LOG_LEVEL', 'ROUTER_PORT'])).toEqual([
      'ROUTER_LOG_LEVEL',
    ])
    expect(nearNames('ROUTER_XYZ', ['ROUTER_ABC'])).toEqual([])
  })

  it('counts swapped neighbours as one slip', () => {
    expect(nearNames('prot', ['port', 'host'])).toEqual(['port'])
  })

  it('puts the nearest first, then keeps the order given, and stops at the limit', () => {
    const known = ['model-c1', 'model-b', 'model-a', 'model', 'model-d']
    expect(nearNames('model', known, 4)).toEqual(['model', 'model-b', 'model-a', 'model-d'])
  })

  it('skips names that are too long and cuts what was wanted', () => {
    const long = 'a'.repeat(201)
    expect(nearNames(long, [long, long.slice(1)])).toEqual([long.slice(1)])
    expect(nearNames('a'.repeat(1_000_000), ['b'.repeat(200)])).toEqual([])
  })

  it('finds every name again after one typing error', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abc-:1'), minLength: 4, maxLength: 30 })
    fc.assert(
      fc.property(name, fc.nat(), (known, seed) => {
        const cut = seed % known.length
        const typed = known.slice(0, cut) + known.slice(cut + 1)
        return nearNames(typed, ['zzzzzzzzzz', known])[0] === known
      }),
    )
  })

  it('never offers what is not known', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (wanted, known) => {
        const near = nearNames(wanted, known)
        return near.length <= 3 && near.every((name) => known.includes(name))
      }),
    )
  })
})
