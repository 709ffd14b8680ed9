import { describe, expect, it } from 'vitest'
import type { ModelFacts, Price } from '../contracts/model.ts'
import { ASSUMED_PRICE, costOf } from './cost.ts'

function factsWith(value?: Price): ModelFacts {
  return { ...(value && { price: { value, source: 'reported' as const } }), capabilities: {} }
}

const PRICE: Price = { input: 3, output: 15, cachedInput: 0.3 }

describe('costOf', () => {
  it.each([
    ['remote with a price', true, PRICE, 2_000, 100, { dollars: 0.0075, known: true }],
    ['remote and free', true, { input: 0, output: 0 }, 9, 9, { dollars: 0, known: true }],
    ['local', false, undefined, 2_000, 100, { dollars: 0, known: true }],
    ['local with a price', false, PRICE, 1_000_000, 0, { dollars: 3, known: true }],
    ['no tokens', true, PRICE, 0, 0, { dollars: 0, known: true }],
  ])('%s', (_, remote, price, tokensIn, tokensOut, cost) => {
    expect(costOf({ remote, facts: factsWith(price) }, tokensIn, tokensOut)).toEqual(cost)
  })

  it('assumes a price where nobody knows it, and says so', () => {
    const unpriced = { remote: true, facts: factsWith() }
    expect(costOf(unpriced, 1_000_000, 0)).toEqual({ dollars: ASSUMED_PRICE.input, known: false })
    expect(costOf(unpriced, 0, 1_000_000)).toEqual({ dollars: ASSUMED_PRICE.output, known: false })
  })

  it('takes a model of unknown price for a dear one', () => {
    const priced = { remote: true, facts: factsWith(PRICE) }
    const unpriced = { remote: true, facts: factsWith() }
    expect(costOf(unpriced, 500, 500).dollars).toBeGreaterThan(costOf(priced, 500, 500).dollars)
  })
})
