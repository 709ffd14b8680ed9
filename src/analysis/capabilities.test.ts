import { describe, expect, it } from 'vitest'
import type { ChatMessage } from '../contracts/chat.ts'
import { neededCapabilities, toolUse } from './capabilities.ts'
import { request } from './request.fixture.ts'

const TOOLS = [{ name: 'weather' }]
const CALLED: readonly ChatMessage[] = [
  { role: 'user', content: 'weather?' },
  { role: 'assistant', content: '', toolCalls: [{ id: '1', name: 'weather', arguments: '{}' }] },
  { role: 'tool', content: 'sunny', toolCallId: '1' },
]

describe('neededCapabilities', () => {
  it('needs nothing for plain words', () => {
    expect(neededCapabilities(request('hi'))).toEqual([])
  })

  it('sees an image anywhere in the conversation', () => {
    const image: ChatMessage = {
      role: 'user',
      content: [
        { type: 'text', text: 'what is it?' },
        { type: 'image', url: 'data:image/png;base64,' },
      ],
    }
    const later: ChatMessage = { role: 'user', content: 'and its colour?' }
    expect(neededCapabilities(request([image, later]))).toEqual(['vision'])
  })

  it('hears audio', () => {
    const content = [{ type: 'audio', data: 'AAAA', format: 'wav' }] as const
    expect(neededCapabilities(request([{ role: 'user', content }]))).toEqual(['audio'])
  })

  it('needs tools when they are offered, unless the client forbids their use', () => {
    expect(neededCapabilities(request('hi', { tools: TOOLS }))).toEqual(['tools'])
    expect(neededCapabilities(request('hi', { tools: TOOLS, toolChoice: 'none' }))).toEqual([])
  })

  it('needs tools when the conversation holds calls', () => {
    expect(neededCapabilities(request(CALLED))).toEqual(['tools'])
  })

  it.each([{ type: 'json' }, { type: 'schema', schema: {} }] as const)(
    'needs json for %j',
    (format) => {
      expect(neededCapabilities(request('hi', { format }))).toEqual(['json'])
    },
  )
})

describe('toolUse', () => {
  it('knows when an answer of a tool waits', () => {
    expect(toolUse(request(CALLED))).toBe('under-way')
    expect(toolUse(request([...CALLED, { role: 'assistant', content: 'sunny' }]))).toBe('offered')
    expect(toolUse(request('hi'))).toBe('none')
  })

  it('looks past what the client tells on the side behind the answer', () => {
    const reminder = '<system-reminder>\nBe brief.\n</system-reminder>'
    const image = { type: 'image', url: 'data:' } as const
    const useBefore = (content: ChatMessage['content']) =>
      toolUse(request([...CALLED, { role: 'user', content }]))
    expect(useBefore(reminder)).toBe('under-way')
    expect(useBefore([{ type: 'text', text: reminder }])).toBe('under-way')
    expect(useBefore(`${reminder}\nand tomorrow?`)).toBe('offered')
    expect(useBefore([{ type: 'text', text: reminder }, image])).toBe('offered')
    expect(useBefore('')).toBe('offered')
  })
})
