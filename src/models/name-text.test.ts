import { describe, expect, it } from 'vitest'
import { canonicalName, nameParts, wordStarting } from './name-text.ts'

describe('nameParts', () => {
  it('takes the name from the end of a path and keeps the owner beside it', () => {
    expect(nameParts('hf.co/Bartowski/Qwen2.5-7B-GGUF:Q4_K_M')).toEqual({
      name: 'qwen2.5-7b-gguf:q4_k_m',
      withOwner: 'bartowski-qwen2.5-7b-gguf:q4_k_m',
    })
    expect(nameParts('C:\\models\\Phi.gguf').name).toBe('phi.gguf')
    expect(nameParts('phi4:14b')).toEqual({ name: 'phi4:14b', withOwner: 'phi4:14b' })
  })

  it('cuts what is longer than any name', () => {
    expect(nameParts('a'.repeat(1000)).name).toHaveLength(300)
  })
})

describe('canonicalName', () => {
  it.each([
    ['llama3.1:70b', 'llama3.1-70b'],
    ['llama-3.1-70b', 'llama3.1-70b'],
    ['llama3-1-70b', 'llama3.1-70b'],
    ['llama-v3p1-70b', 'llama-v3.1-70b'],
    ['llama-3_3-70b', 'llama3.3-70b'],
    ['llama_3_8b_instruct', 'llama3-8b-instruct'],
    ['stablelm-2-1_6b', 'stablelm2-1.6b'],
    ['llama-2-7b-chat.gguf', 'llama2-7b-chat'],
    ['gemma-2-2b-it', 'gemma2-2b-it'],
    ['claude-sonnet-4-5-20250929', 'claude-sonnet4.5-20250929'],
    ['gpt-4o-mini-2024-07-18', 'gpt-4o-mini-2024-07-18'],
    ['command-r:35b-08-2024', 'command-r-35b-08-2024'],
    ['us.anthropic.claude-3-haiku', 'us-anthropic-claude3-haiku'],
    ['qwen_qwen3-8b', 'qwen3-8b'],
    ['deepseek-v3-00001-of-00006.gguf', 'deepseek-v3'],
    ['phi4:latest', 'phi4'],
  ])('%s becomes %s', (name, canonical) => {
    expect(canonicalName(name)).toBe(canonical)
  })
})

describe('wordStarting', () => {
  it('finds whole words and words with a version', () => {
    const phi = wordStarting('phi|yi')
    expect(['phi', 'my-phi-3', 'phi4', 'yi-34b'].every((name) => phi.test(name))).toBe(true)
    expect(['philosophy', 'dolphi', 'buyi'].some((name) => phi.test(name))).toBe(false)
  })
})
