import { describe, expect, it } from 'vitest'
import { loadFromTexts, problemsOfTexts } from '../../test/support/load-from-texts.ts'

it('turns overrides into facts of the user, in the order of the file', () => {
  const yaml = `overrides:
    "z*": { context: 8192, num_ctx: 16384, parameters: 7.6, vision: false, tools: yes }
    "a*": { embedding: true }
    "b*": { role: chat, embedding: true }`
  const source = 'config'
  expect(loadFromTexts({ yaml }).settings.routing.overrides).toEqual([
    {
      glob: 'z*',
      contextSetting: 16_384,
      facts: {
        servedContext: { value: 8192, source },
        parameters: { value: 7.6, source },
        capabilities: { vision: { value: false, source }, tools: { value: true, source } },
      },
    },
    { glob: 'a*', facts: { role: { value: 'embedding', source }, capabilities: {} } },
    { glob: 'b*', facts: { role: { value: 'chat', source }, capabilities: {} } },
  ])
})

it('refuses what is no fact', () => {
  const yaml = 'overrides: { "a*": { contxt: 1, role: chatt, context: 0 } }'
  expect(problemsOfTexts({ yaml })).toMatchObject([
    { path: 'overrides["a*"].context', value: '0' },
    { path: 'overrides["a*"].role', nearest: 'chat' },
    { path: 'overrides["a*"].contxt', nearest: 'context' },
  ])
})

describe('a price', () => {
  it('is a fact of the user, in dollars per million tokens', () => {
    const yaml = `overrides:
      "a*": { price: { input: 3, output: "15", cached_input: 0.3 } }
      "b*": { price: { input: 0, output: 0 } }`
    const { overrides } = loadFromTexts({ yaml }).settings.routing
    expect(overrides.map(({ facts }) => facts.price)).toStrictEqual([
      { value: { input: 3, output: 15, cachedInput: 0.3 }, source: 'config' },
      { value: { input: 0, output: 0 }, source: 'config' },
    ])
  })

  it('is refused by halves, below zero and as one number', () => {
    const yaml = `overrides:
      "a*": { price: { input: -1, output: 2 } }
      "b*": { price: { input: 1 } }
      "c*": { price: 3 }
      "d*": { price: { input: 1, output: 2, cached: 1 } }`
    expect(problemsOfTexts({ yaml })).toMatchObject([
      { path: 'overrides["a*"].price.input', value: '-1' },
      { path: 'overrides["b*"].price.output' },
      { path: 'overrides["c*"].price' },
      { path: 'overrides["d*"].price.cached', nearest: 'cached_input' },
    ])
  })
})
