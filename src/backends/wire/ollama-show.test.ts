import { describe, expect, it } from 'vitest'
import { OllamaTag, readOllamaShow } from './ollama-show.ts'

const TAG = OllamaTag.parse({ name: 'm1:latest' })

function facts(info: Readonly<Record<string, unknown>>, details = {}): object {
  const model_info = { 'general.architecture': 'qwen3moe', ...info }
  return readOllamaShow(TAG, { model_info, details }).facts
}

describe('what a model says of itself', () => {
  it.each([
    ['Qwen3-30B-A3B', 30.5e9, 128, 8, 3.3],
    ['Mixtral-8x7B', 46.7e9, 8, 2, 12.9],
    ['gpt-oss-20b', 20.9e9, 32, 4, 3.6],
  ])('of %s tells about how much of it each token passes', (_, count, all, asked, active) => {
    const { activeParameters } = readOllamaShow(TAG, {
      model_info: {
        'general.architecture': 'moe',
        'general.parameter_count': count,
        'moe.expert_count': all,
        'moe.expert_used_count': asked,
      },
    }).facts
    expect(activeParameters?.source).toBe('reported')
    expect(Math.abs((activeParameters?.value ?? 0) / active - 1)).toBeLessThan(0.1)
  })

  it('holds no such number for a dense model', () => {
    expect(facts({ 'general.parameter_count': 8e9 })).not.toHaveProperty('activeParameters')
    expect(
      facts({ 'general.parameter_count': 8e9, 'qwen3moe.expert_count': 8 }),
    ).not.toHaveProperty('activeParameters')
  })

  it('tells what it is, whatever it is called here', () => {
    const named = { 'general.basename': 'Qwen2.5-Coder', 'general.finetune': 'Instruct' }
    expect(facts(named, { family: 'qwen2' })).toMatchObject({
      origin: { value: 'Qwen2.5-Coder Instruct', source: 'reported' },
      family: { value: 'qwen2', source: 'reported' },
    })
    expect(facts({ 'general.basename': 7, 'general.finetune': '' })).not.toHaveProperty('origin')
  })
})
