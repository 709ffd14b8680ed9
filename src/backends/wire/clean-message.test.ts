import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanMessage } from './clean-message.ts'

describe('cleanMessage', () => {
  it.each([
    ['dial tcp 10.0.0.5:11434: connect: refused', 'dial tcp (address): connect: refused'],
    ['Post "http://127.0.0.1:41231/completion": EOF', 'Post "(address)": EOF'],
    ['Post "http://ollama:11434/api/chat": EOF', 'Post "(address)": EOF'],
    ['no route to gpu.lan:8080', 'no route to (address)'],
    ['localhost:1234 is down', '(address) is down'],
    ['[::1]:8080 is down', '(address) is down'],
  ])('hides the address in %s', (text, clean) => {
    expect(cleanMessage(text)).toBe(clean)
  })

  it.each([
    "model 'qwen2.5-coder:7b-instruct-q4_K_M' not found",
    'registry.example/library/gemma3:latest does not support tools',
    'see https://platform.openai.com/docs/guides/error-codes',
    'request (3010 tokens) exceeds the available context size (2048 tokens)',
    'unexpected token at 3:14',
  ])('leaves %s alone', (text) => {
    expect(cleanMessage(text)).toBe(text)
  })

  it('is one line without invisible characters', () => {
    expect(cleanMessage(' a\r\n\tb\u0000c\u202ed ')).toBe('a b c d')
  })

  it('is cut at 500 characters, never within one', () => {
    expect(cleanMessage('x'.repeat(500))).toHaveLength(500)
    const cut = cleanMessage(`${'x'.repeat(498)}😀😀`)
    expect(cut).toBe(`${'x'.repeat(498)}…`)
  })

  it('is quick and bounded for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const clean = cleanMessage(text.repeat(50))
        expect(clean.length).toBeLessThanOrEqual(500)
      }),
    )
  })
})
