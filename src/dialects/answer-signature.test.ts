import { describe, expect, it } from 'vitest'
import type { ChatEvent } from '../contracts/chat.ts'
import { AnswerSignature, closeFence } from './answer-signature.ts'

describe('closeFence', () => {
  it('looks for fences in time linear in the length of a text, be it all line feeds', () => {
    expect(closeFence(`\`\`\`${'\n'.repeat(200_000)}.`)).toBe('\n```')
  })

  it('closes a fence only if one is open', () => {
    expect(['', '```', '```\n```', 'a ```', '```a\n```\n```b'].map(closeFence)).toEqual([
      '',
      '\n```',
      '',
      '',
      '\n```',
    ])
  })
})

describe('AnswerSignature', () => {
  const text = (words: string, choice = 0): ChatEvent => ({
    type: 'text-delta',
    choice,
    text: words,
  })
  const finish = (choice = 0): ChatEvent => ({ type: 'finish', choice, reason: 'stop' })
  const places = (events: readonly ChatEvent[]) => {
    const signature = new AnswerSignature(' -- m')
    return events.map((event) => signature.before(event))
  }

  it('comes once, before the finish, behind a code block that is closed for it', () => {
    expect(places([text('```\na'), finish(), finish()])).toEqual([
      undefined,
      '\n``` -- m',
      undefined,
    ])
  })

  it('comes to each choice by itself, and never behind a call', () => {
    const call = { index: 0, id: 'c', name: 'f', arguments: '{}' }
    expect(
      places([text('a'), { type: 'tool-call-delta', choice: 1, call }, finish(1), finish(0)]),
    ).toEqual([undefined, undefined, undefined, ' -- m'])
  })
})
