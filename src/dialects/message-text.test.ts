import { describe, expect, it } from 'vitest'
import { messageText } from './message-text.ts'

describe('messageText', () => {
  it('joins what is text', () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'image', url: 'data:x' },
      { type: 'text', text: 'b' },
    ] as const
    expect(messageText({ content })).toBe('a\nb')
    expect(messageText({ content: 'a' })).toBe('a')
  })

  it.each([
    ['no such file', 'Error: no such file'],
    ['Exit code 1\nerror: x', 'Error: Exit code 1\nerror: x'],
    ['<p>no</p> error', 'Error: <p>no</p> error'],
    ['terror', 'Error: terror'],
    ['', 'Error'],
    ['Error: x', 'Error: x'],
    [' [ERROR] x', ' [ERROR] x'],
    ['❌ **errors**', '❌ **errors**'],
    ['<result> <b>Error</b> x', '<result> <b>Error</b> x'],
    ['<tool_use_error>gone</tool_use_error>', '<tool_use_error>gone</tool_use_error>'],
  ])('of a failed tool says so once: %j', (content, expected) => {
    expect(messageText({ content, failed: true })).toBe(expected)
    expect(messageText({ content, failed: false })).toBe(content)
  })

  it.each(['<', '<>', '<a', '[', '<a>'])('takes time linear in the length: %s', (piece) => {
    const content = piece.repeat(200_000)
    expect(messageText({ content, failed: true })).toBe(`Error: ${content}`)
  })

  it.each([' ', '-', 'é', '<a>'])('of any length is no problem: %j', (piece) => {
    const content = piece.repeat(12_000_000 / piece.length)
    expect(messageText({ content, failed: true })).toHaveLength(content.length + 'Error: '.length)
  })
})
