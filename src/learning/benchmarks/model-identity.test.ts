import { describe, expect, it } from 'vitest'
import { canonicalModel, modelIdentity } from './model-identity.ts'

describe('canonicalModel', () => {
  it.each([
    ['qwen2.5-coder:7b-instruct-q4_K_M', 'qwen2.5-coder-7b'],
    ['Qwen/Qwen2.5-Coder-7B-Instruct-GGUF', 'qwen2.5-coder-7b'],
    ['Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf', 'llama3.1-8b'],
    ['gpt-4o-mini-2024-07-18', 'gpt-4o-mini-2024-07-18'],
    ['llama-3.1-8b-instruct', 'llama3.1-8b'],
    ['deepseek-r1:14b', 'deepseek-r1-14b-qwen'],
    ['Qwen/Qwen2.5-7B', 'qwen2.5-base-7b'],
    ['Qwen3-235B-A22B-Thinking-2507', 'qwen3-235b-thinking-2025-07'],
    ['claude-opus-4.1', 'claude4.1-opus'],
    ['gpt-5 (medium)', 'gpt5-medium'],
    ['mistral-medium', 'mistral-medium'],
    ['Meta-Llama-3.1-8B-Instruct-abliterated', 'llama3.1-8b-abliterated'],
    ['Intern-S1-mini', 'intern-mini-s1'],
    ['Llama-3.1-405B-Inst-fp8@together', 'llama3.1-405b'],
  ])('of %s is %s', (name, canonical) => expect(canonicalModel(name)).toBe(canonical))
})

describe('modelIdentity', () => {
  it('means no model by a pair of them, or by nothing', () => {
    for (const name of ['DeepSeek R1 + claude-3-5-sonnet', '', '  ']) {
      expect(modelIdentity(name).family).toBeUndefined()
    }
  })

  it('takes the first word of a name that nobody knows', () => {
    expect(modelIdentity('my-finetune-7b')).toMatchObject({
      family: 'my',
      known: false,
      parameters: 7,
      tune: ['finetune'],
    })
  })

  it('reads very long names in no time', () => {
    expect(modelIdentity('qwen-'.repeat(50_000)).family).toBe('qwen')
  })
})
