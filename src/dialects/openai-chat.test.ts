import { describe, expect, it } from 'vitest'
import type { CallTarget } from '../contracts/dialect.ts'
import type { Placement } from '../contracts/model.ts'
import { fromByteText } from '../std/json-spans.ts'
import { openaiChat } from './openai-chat.ts'

const placement: Placement = {
  key: 'm@b',
  model: 'm',
  backend: 'b',
  nativeId: 'org/é',
  remote: false,
  routable: true,
  loaded: undefined,
  up: true,
  facts: { capabilities: {} },
}

function encoded(body: string, more: Partial<CallTarget> = {}) {
  const request = openaiChat.decodeRequest(Buffer.from(body))
  const { text, ...rest } = openaiChat.encodeRequest(request, {
    placement,
    unsupported: [],
    ...more,
  })
  return { text: fromByteText(text), ...rest }
}

const TALK = '"messages":[{"role":"user","content":"hé"}]'

describe('the request of one dialect for a backend of the same', () => {
  it('differs in the model alone', () => {
    expect(encoded(`{ ${TALK}, "model" : "x" }`)).toEqual({
      text: `{ ${TALK}, "model" : "org/é" }`,
      dropped: [],
      stream: false,
    })
  })

  it('gets a model where it has none, and usage asked for in a stream', () => {
    expect(encoded(`{${TALK}}`).text).toBe(`{"model":"org/é",${TALK}}`)
    expect(encoded(`{"model":null,${TALK}}`).text).toBe(`{"model":"org/é",${TALK}}`)
    const { text, stream } = encoded(`{"model":"x","stream":true,"stream_options":{"a":1},${TALK}}`)
    expect(stream).toBe(true)
    expect(text).toBe(
      `{"model":"org/é","stream":true,"stream_options":{"a":1,"include_usage":true},${TALK}}`,
    )
  })

  it.each([
    [`{"models":["a","b"],${TALK},"max_latency":2}`, `{"model":"org/é",${TALK}}`],
    [`{"model":"x",${TALK},"models":null, "max_latency":null}`, `{"model":"org/é",${TALK}}`],
    [
      `{${TALK},"max_latency" : 0.5,"meta":{"models":[1]}}`,
      `{"model":"org/é",${TALK},"meta":{"models":[1]}}`,
    ],
  ])('keeps to itself how %s is to be routed', (body, text) => {
    expect(encoded(body)).toEqual({ text, dropped: [], stream: false })
  })

  it('loses what the backend does not take, and tells of it', () => {
    const unsupported = ['logit_bias', 'n', 'stream_options']
    const body = `{"n":2,"model":"x","stream":true,"stream_options":{},${TALK},"seed":1}`
    expect(encoded(body, { unsupported })).toEqual({
      text: `{"model":"org/é","stream":true,${TALK},"seed":1}`,
      dropped: ['n', 'stream_options'],
      stream: true,
    })
  })

  it.each([
    ['older', '"max_completion_tokens":5', '"max_tokens":5'],
    ['newer', '"max_tokens":5', '"max_completion_tokens":5'],
    ['older', '"max_tokens":5', '"max_tokens":5'],
    ['newer', '"max_tokens":4,"max_completion_tokens":5', '"max_completion_tokens":5'],
    [
      undefined,
      '"max_tokens":4,"max_completion_tokens":5',
      '"max_tokens":4,"max_completion_tokens":5',
    ],
  ] as const)('has its limit in the %s spelling: %s', (limitSpelling, limit, expected) => {
    const { text, dropped } = encoded(`{"model":"x",${limit},${TALK}}`, { limitSpelling })
    const { model: _, messages: __, ...limits } = JSON.parse(text)
    expect(limits).toEqual(JSON.parse(`{${expected}}`))
    expect(dropped).toEqual([])
  })
})
