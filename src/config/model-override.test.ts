import { expect, it } from 'vitest'
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
