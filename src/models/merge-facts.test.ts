import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FACT_SOURCES, type ModelFacts } from '../contracts/model.ts'
import { mergeFacts } from './merge-facts.ts'

describe('mergeFacts', () => {
  it('takes each fact from its best source', () => {
    const inferred: ModelFacts = {
      role: { value: 'chat', source: 'inferred' },
      parameters: { value: 7, source: 'inferred' },
      capabilities: {
        tools: { value: true, source: 'inferred' },
        vision: { value: false, source: 'inferred' },
      },
    }
    const reported: ModelFacts = {
      parameters: { value: 7.6, source: 'reported' },
      capabilities: { tools: { value: false, source: 'reported' } },
    }
    const expected = {
      role: { value: 'chat', source: 'inferred' },
      parameters: { value: 7.6, source: 'reported' },
      capabilities: {
        tools: { value: false, source: 'reported' },
        vision: { value: false, source: 'inferred' },
      },
    }
    expect(mergeFacts(inferred, reported)).toEqual(expected)
    expect(mergeFacts(reported, inferred)).toEqual(expected)
  })

  it('lets the earlier layer win between equal sources', () => {
    const first = { servedContext: { value: 4096, source: 'reported' } } as const
    const second = { servedContext: { value: 8192, source: 'reported' } } as const
    expect(mergeFacts(first, second).servedContext?.value).toBe(4096)
  })

  it('has capabilities even when no layer has', () => {
    expect(mergeFacts()).toEqual({ capabilities: {} })
    expect(mergeFacts({})).toEqual({ capabilities: {} })
  })

  it('keeps the order of FACT_SOURCES whatever the order of the layers', () => {
    const sources = fc.shuffledSubarray([...FACT_SOURCES], { minLength: 1 })
    fc.assert(
      fc.property(sources, (shuffled) => {
        const layers = shuffled.map((source) => ({ family: { value: source, source } }))
        const best = FACT_SOURCES.find((source) => shuffled.includes(source))
        expect(mergeFacts(...layers).family).toEqual({ value: best, source: best })
      }),
    )
  })
})
