import { describe, expect, it, test } from 'vitest'
import { anthropicTraits } from './traits.ts'

test.each([
  // id, sampling, budgets, adaptive, off
  ['claude-3-haiku-20240307', 'all', false, false, 'unasked'],
  ['claude-3-5-sonnet-20241022', 'all', false, false, 'unasked'],
  ['claude-3.7-sonnet', 'all', true, false, 'unasked'],
  ['claude-opus-4@20250514', 'all', true, false, 'unasked'],
  ['claude-opus-4-1-20250805', 'apart', true, false, 'unasked'],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'apart', true, false, 'unasked'],
  ['claude-haiku-4-5', 'apart', true, false, 'unasked'],
  ['anthropic/claude-opus-4.6', 'apart', true, true, 'unasked'],
  ['claude-4.6-sonnet', 'apart', true, true, 'unasked'],
  ['claude-opus-4-7', 'none', false, true, 'unasked'],
  ['claude-opus-4-8', 'none', false, true, 'unasked'],
  ['claude-sonnet-5', 'none', false, true, 'disabled'],
  ['claude-opus-5', 'none', false, true, 'disabled'],
  ['claude-fable-5', 'none', false, true, undefined],
  ['claude-mythos-preview', 'none', false, true, undefined],
  ['claude-opus-5-5', 'none', false, true, undefined],
  ['claude-sonnet-5-5', 'none', false, true, 'between_tools'],
  ['claude-haiku-5-5', 'none', false, true, 'disabled'],
  ['claude-opus-latest', 'none', false, true, undefined],
  ['Claude', 'none', false, true, undefined],
])('%s samples %s; budgets %s, adaptive %s; off by %s', (id, sampling, budgets, adaptive, off) => {
  expect(anthropicTraits(id)).toMatchObject({ claude: true, sampling, budgets, adaptive, off })
})

test.each(['deepseek-chat', 'kimi-k2', 'glm-4.6', 'qwen3-claude-4-distill', 'claudette:7b', ''])(
  '%j is none of Anthropic’s',
  (id) => expect(anthropicTraits(id)).toMatchObject({ claude: false, usualLimit: 8192 }),
)

describe('what came with a version', () => {
  const of = (id: string) => anthropicTraits(`claude-${id}`)

  it('efforts', () => {
    expect(of('sonnet-4-5').efforts).toEqual([])
    expect(of('opus-4-5').efforts).toEqual(['low', 'medium', 'high'])
    expect(of('sonnet-4-6').efforts).toEqual(['low', 'medium', 'high', 'max'])
    expect(of('sonnet-5').efforts).toEqual(['low', 'medium', 'high', 'xhigh', 'max'])
  })

  it('limits of an answer', () => {
    const ids = ['3-opus-20240229', '3-5-haiku', '3-7-sonnet', 'opus-4', 'opus-5']
    expect(ids.map((id) => of(id).usualLimit)).toEqual([4096, 8192, 32_000, 32_000, 32_000])
  })

  it('the rest', () => {
    const told = (id: string) => {
      const { forcedTools, prefill, schemas, hidesThoughts } = of(id)
      return [forcedTools, prefill, schemas, hidesThoughts]
    }
    expect(told('opus-4-1')).toEqual([true, true, false, false])
    expect(told('sonnet-4-5')).toEqual([true, true, true, false])
    expect(told('opus-4-6')).toEqual([true, false, true, false])
    expect(told('opus-5')).toEqual([true, false, true, true])
    expect(told('fable-5-1')).toEqual([false, false, true, true])
    expect(told('haiku-5-5')).toEqual([true, false, true, true])
  })
})
