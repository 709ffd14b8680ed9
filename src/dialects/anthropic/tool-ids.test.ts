import { describe, expect, it } from 'vitest'
import { AnthropicToolIds, isAnthropicToolId } from './tool-ids.ts'

describe('AnthropicToolIds', () => {
  it('makes ids of what is given, each once', () => {
    const ids = new AnthropicToolIds()
    const made = ['functions.f:0', 'functions.f:0', 'a_2', 'a', 'a', ''].map((id) =>
      ids.call(id, 'f'),
    )
    expect(made).toEqual(['functions_f_0', 'functions_f_0_2', 'a_2', 'a', 'a_3', 'call'])
    expect(made.every(isAnthropicToolId)).toBe(true)
    expect(isAnthropicToolId('functions.f:0')).toBe(false)
  })

  it('keeps ids short, however many begin alike', () => {
    const ids = new AnthropicToolIds()
    const long = ['a', 'b', 'a', 'b'].map((end) => ids.call('x'.repeat(63) + end, 'f'))
    expect(new Set(long).size).toBe(4)
    expect(Math.max(...long.map((id) => id.length))).toBeLessThanOrEqual(64)
  })

  it('finds calls by id, then by name, then by order', () => {
    const ids = new AnthropicToolIds()
    for (const [id, name] of ['af', 'ag', 'bf', 'ch']) ids.call(id ?? '', name ?? '')
    expect(ids.result('a', undefined)).toBe('a')
    expect(ids.result('a', undefined)).toBe('a_2')
    expect(ids.result('a', 'f')).toBeUndefined()
    expect(ids.result(undefined, 'f')).toBe('b')
    expect(ids.result('', undefined)).toBe('c')
    expect(ids.result(undefined, 'f')).toBeUndefined()
  })

  it('takes no longer for each of many calls', { timeout: 10_000 }, () => {
    const many = 100_000
    const same = new AnthropicToolIds()
    const made = new Set(Array.from({ length: many }, () => same.call('x', 'f')))
    expect(made.size).toBe(many)
    const found = new Set(Array.from(made, () => same.result('x', 'f')))
    expect(found).toEqual(made)
    const own = new AnthropicToolIds()
    const names = Array.from({ length: many }, (_, at) => `f${at}`)
    const ids = names.map((name) => own.call(`of ${name}`, name)).reverse()
    expect(names.reverse().map((name) => own.result(undefined, name))).toEqual(ids)
  })
})
