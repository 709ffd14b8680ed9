import { describe, expect, it } from 'vitest'
import { bestTime } from '../../../test/support/best-time.ts'
import type { FinishReason, ToolCallDelta } from '../../contracts/chat.ts'
import { AnthropicBlocks } from './blocks.ts'

interface Wire {
  readonly content_block?: { readonly type: string; readonly name?: string; readonly id?: string }
  readonly delta?: { readonly text?: string; readonly partial_json?: string }
}

const called = (index: number, text: string, more: Partial<ToolCallDelta> = {}) => ({
  index,
  arguments: text,
  ...more,
})

/** Each block as it is put together: what it is and what it holds. */
function blocksIn(text: string): readonly (readonly [string, string])[] {
  const blocks: [string, string][] = []
  for (const [, data] of text.matchAll(/^data: (.*)$/gm)) {
    const { content_block, delta }: Wire = JSON.parse(data ?? '')
    if (content_block !== undefined) blocks.push([content_block.name ?? content_block.type, ''])
    const last = blocks.at(-1)
    if (last !== undefined) last[1] += delta?.text ?? delta?.partial_json ?? ''
  }
  return blocks
}

function argumentsOf(pieces: readonly string[], reason: FinishReason = 'tool-calls') {
  const blocks = new AnthropicBlocks('msg_1')
  const [first = '', ...rest] = pieces
  const begun = blocks.call(called(0, first, { name: 'f' }))
  const more = rest.map((piece) => blocks.call(called(0, piece)))
  return blocksIn(begun + more.join('') + blocks.close(reason))
}

describe('white space', () => {
  it('begins no text, and is kept for one that goes on', () => {
    const blocks = new AnthropicBlocks('msg_1')
    expect(blocks.text('\n') + blocks.text('\n')).toBe('')
    const call = blocks.call(called(0, '{}', { name: 'f' }))
    expect(blocksIn(call)).toEqual([['f', '{}']])
    expect(blocksIn(blocks.text(' a') + blocks.text(' '))).toEqual([['text', '\n\n a ']])
    expect(blocksIn(blocks.close('stop'))).toEqual([])
  })

  it('goes on with a text that waits', () => {
    const blocks = new AnthropicBlocks('msg_1')
    const begun = blocks.call(called(0, '{', { name: 'f' }))
    expect(blocks.text(' ') + blocks.text('a') + blocks.text(' ') + blocks.text('b')).toBe('')
    const rest = blocks.call(called(0, '}')) + blocks.close('stop')
    expect(blocksIn(begun + rest)).toEqual([
      ['f', '{}'],
      ['text', ' a b'],
    ])
  })
})

describe('arguments', () => {
  it.each([[['{"a":1}']], [[' ', '{', '"a"', ':1}', '\n']], [['{', '}']], [['']], [[' ']]])(
    'that are an object go on as they came: %j',
    (pieces) => {
      const text = pieces.join('')
      expect(argumentsOf(pieces)).toEqual([['f', text.trim() === '' ? '' : text]])
    },
  )

  it.each([['[1]'], ['"str"'], ['nonsense'], ["{'a': 1}"], ['{a}'], ['{"a": tru}'], ['null']])(
    'that are no object are told to be none: %s',
    (text) => {
      const told = [['f', JSON.stringify({ invalid_arguments: text })]]
      expect(argumentsOf([text])).toEqual(told)
      if (!text.startsWith('{"')) expect(argumentsOf([...text])).toEqual(told)
    },
  )

  it.each([[['{']], [['{"a":']], [['{"a', '":1, "b']], [['[1']]])(
    'that are cut short are no answer: %j',
    (pieces) => {
      expect(() => argumentsOf(pieces)).toThrow('cut short')
      expect(() => argumentsOf(pieces, 'stop')).toThrow('cut short')
    },
  )

  it('that the limit cuts short stay as they are', () => {
    expect(argumentsOf(['{"a":', '"b'], 'length')).toEqual([['f', '{"a":"b']])
    expect(argumentsOf(['[1'], 'length')).toEqual([['f', '{"invalid_arguments":"[1"}']])
  })

  it('that turn out to be no object after pieces of them were written are no answer', () => {
    expect(() => argumentsOf(['{"a":', 'tru}'])).toThrow('no JSON object')
    expect(() => argumentsOf(['{}', '{"a":1}'])).toThrow('no JSON object')
  })

  it('cannot go on after their block', () => {
    const blocks = new AnthropicBlocks('msg_1')
    blocks.call(called(0, '{}', { name: 'f' }))
    blocks.text('so')
    expect(blocks.call(called(0, '\n'))).toBe('')
    expect(() => blocks.call(called(0, '{"a":1}'))).toThrow('go on after their end')
  })
})

describe('the work for one more piece', () => {
  /** How often longer it takes for eight times as many; the best of three. */
  function growth(work: (count: number) => void): number {
    work(500)
    return bestTime(() => work(8_000), 3) / bestTime(() => work(1_000), 3)
  }

  it('is the same however long the arguments are, while others wait', () => {
    const ratio = growth((count) => {
      const blocks = new AnthropicBlocks('msg_1')
      blocks.call(called(0, '{"a":"', { name: 'f' }))
      blocks.text('so')
      for (let at = 0; at < count; at++) blocks.call(called(0, 'twenty characters of'))
    })
    expect(ratio).toBeLessThan(24)
  })

  it('is the same however many calls wait', () => {
    const ratio = growth((count) => {
      const blocks = new AnthropicBlocks('msg_1')
      for (let at = 0; at < count; at++) blocks.call(called(at, '', { name: 'f' }))
      blocks.close('tool-calls')
    })
    expect(ratio).toBeLessThan(24)
  })
})
