import { describe, expect, it } from 'vitest'
import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'
import { request } from './request.fixture.ts'
import { requestKind } from './request-kind.ts'

function said(...texts: readonly string[]): ChatMessage {
  return { role: 'user', content: texts.map((text) => ({ type: 'text', text })) }
}

function told(content: string): ChatMessage {
  return { role: 'system', content }
}

describe('one token to learn whether anybody is there', () => {
  const ONE = { sampling: { maxTokens: 1 } } as const
  const CLIENT = told("You are Claude Code, Anthropic's official CLI for Claude.")

  it.each(['quota', 'Hi', 'hello!', 'ping', 'test', 'count', ' Hello. '])(
    'is housekeeping: %s',
    (word) => {
      expect(requestKind(request(word, ONE))).toBe('housekeeping')
      expect(requestKind(request([CLIENT, said(word)], ONE))).toBe('housekeeping')
    },
  )

  it.each<readonly [string, ChatRequest]>([
    ['two tokens', request('Hi', { sampling: { maxTokens: 2 } })],
    ['other words', request('Clause 7?', ONE)],
    ['words of another writing', request('这手机太差了，后悔买', ONE)],
    ['a class', request(`Spam or not? ${'buy '.repeat(9)}`, ONE)],
    ['a greeting to be judged', request([told('Rude or not: 1 or 0.'), said('hi')], ONE)],
    ['how likely a word is', request('hi', { ...ONE, logprobs: { top: 5 } })],
    ['a word after others', request([said('Cat or dog?', 'hi')], ONE)],
    [
      'a picture',
      request(
        [
          {
            role: 'user',
            content: [
              { type: 'image', url: 'data:,' },
              { type: 'text', text: 'test' },
            ],
          },
        ],
        ONE,
      ),
    ],
    ['a word with tools at hand', request('test', { ...ONE, tools: [{ name: 'Read' }] })],
  ])('is chat: %s', (_, chat) => {
    expect(requestKind(chat)).toBe('chat')
  })
})
