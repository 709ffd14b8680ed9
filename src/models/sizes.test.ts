import { describe, expect, it } from 'vitest'
import { statedSizes } from './sizes.ts'

describe('statedSizes', () => {
  it.each([
    ['llama3.1-70b', 70, undefined],
    ['qwen2.5-0.5b-instruct', 0.5, undefined],
    ['smollm2-135m', 0.135, undefined],
    ['kimi-k2-1t', 1000, undefined],
    ['gemma3n-e4b', 4, undefined],
    ['llama7b', 7, undefined],
    ['qwen3-30b-a3b', 30, 3],
    ['granite3.0-1b-a400m', 1, 0.4],
    ['hunyuan-a13b', undefined, 13],
    ['mixtral-8x7b', 46.7, 12.9],
    ['phi3.5-16x3.8b', 42, 6.6],
    ['llama4-scout-17b-16e', 109, 17],
    ['beyonder-4x7b', 23.4, 12.5],
    ['qwen2.5-7b-instruct-1m', 7, undefined],
    ['qwen2.5-1m', undefined, undefined],
    ['phi3-mini-128k', undefined, undefined],
    ['model-4bit', undefined, undefined],
    ['model-0b', undefined, undefined],
    ['model-0x7b', undefined, undefined],
  ])('reads %s', (name, parameters, activeParameters) => {
    const stated = statedSizes(name)
    expect([stated.parameters, stated.activeParameters]).toEqual([parameters, activeParameters])
  })
})
