import { describe, expect, it } from 'vitest'
import { ContextMemory } from './context-memory.ts'

describe('ContextMemory', () => {
  it('only ever raises', () => {
    const memory = new ContextMemory()
    const raised = [8192, 16_384, 8192, 16_384].map((tokens) => memory.raise('llama@a', tokens))
    expect(raised).toEqual([true, true, false, false])
    expect(memory.get('llama@a')).toBe(16_384)
    expect(memory.get('llama@b')).toBeUndefined()
  })

  it('goes on with what is remembered', () => {
    const memory = new ContextMemory({ 'llama@a': 8192, ['__proto__']: 8192 })
    expect([memory.get('llama@a'), memory.get('__proto__')]).toEqual([8192, 8192])
    expect(memory.raise('llama@a', 4096)).toBe(false)
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('does not take %d', (tokens) => {
    expect(new ContextMemory({ llama: tokens }).get('llama')).toBeUndefined()
  })
})
