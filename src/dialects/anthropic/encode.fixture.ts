import { expect } from 'vitest'
import type { ModelFacts, Placement } from '../../contracts/model.ts'
import { openaiChat } from '../openai-chat.ts'
import { encodeAnthropicRequest } from './encode.ts'

const VERSION = ['anthropic-version', '2023-06-01']
export const THINKS: ModelFacts = {
  capabilities: { reasoning: { value: true, source: 'reported' } },
}

/** A model of that name. */
export function placementOf(nativeId: string, facts: ModelFacts = { capabilities: {} }): Placement {
  return {
    key: `${nativeId}@up`,
    model: nativeId,
    backend: 'up',
    nativeId,
    remote: true,
    routable: true,
    loaded: undefined,
    up: true,
    facts,
  }
}

export interface To {
  readonly model?: string
  readonly facts?: ModelFacts
  readonly tokensIn?: number
}

export const user = { role: 'user', content: 'hi' }

/** What becomes of an OpenAI request. */
export function sent(fields: object, { model = 'claude-sonnet-4-5', facts, tokensIn }: To = {}) {
  const bytes = Buffer.from(JSON.stringify({ messages: [user], ...fields }))
  const request = openaiChat.decodeRequest(bytes)
  const target = { placement: placementOf(model, facts), tokensIn, unsupported: [] }
  const call = encodeAnthropicRequest(request, target)
  expect(call.headers).toEqual(VERSION)
  return { body: JSON.parse(Buffer.from(call.text, 'latin1').toString('utf8')), ...call }
}

/** A tool in OpenAI's spelling. */
export const tool = (name: string, parameters?: object) => ({
  type: 'function',
  function: { name, description: `is ${name}`, ...(parameters && { parameters }) },
})

/** A call of a tool in OpenAI's spelling. */
export const call = (id: string, name: string, text = '{}') => ({
  id,
  type: 'function',
  function: { name, arguments: text },
})
