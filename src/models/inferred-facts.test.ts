import { describe, expect, it } from 'vitest'
import { inferredFacts } from './inferred-facts.ts'

describe('inferredFacts', () => {
  it('says of everything that it was inferred', () => {
    const source = 'inferred'
    expect(inferredFacts('qwen3:30b-a3b-q4_K_M')).toEqual({
      role: { value: 'chat', source },
      family: { value: 'qwen', source },
      parameters: { value: 30, source },
      activeParameters: { value: 3, source },
      quantisation: { value: 'Q4_K_M', source },
      capabilities: {
        vision: { value: false, source },
        tools: { value: true, source },
        reasoning: { value: true, source },
      },
    })
  })

  it('has no fact where the name does not tell', () => {
    expect(inferredFacts('my-finetune')).toStrictEqual({
      role: { value: 'chat', source: 'inferred' },
      capabilities: {},
    })
  })
})
