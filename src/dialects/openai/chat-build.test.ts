import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placementOf } from '../../../test/support/backend-settings.ts'
import type { ChatRequest, Terms } from '../../contracts/chat.ts'
import type { CallTarget } from '../../contracts/dialect.ts'
import type { Capabilities } from '../../contracts/model.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { openaiChat } from '../openai-chat.ts'
import { openaiChatTerms } from './chat-terms.ts'

const HI = [{ role: 'user', content: 'hi' }]
const TOOL = {
  type: 'function',
  function: { name: 'f', description: 'd', parameters: { type: 'object' } },
}

/** As if a client of another dialect had asked for the same. */
function foreign(body: object, more: Partial<ChatRequest> = {}): ChatRequest {
  const request = openaiChat.decodeRequest(Buffer.from(JSON.stringify({ messages: HI, ...body })))
  return { ...request, dialect: 'other', ...more }
}

interface Built {
  readonly body: Record<string, unknown>
  readonly dropped: readonly string[]
}

function build(request: ChatRequest, target: Partial<CallTarget> = {}): Built {
  const call = openaiChat.encodeRequest(request, {
    placement: placementOf('org/é'),
    unsupported: [],
    ...target,
  })
  expect(call.stream).toBe(request.stream)
  return { body: JSON.parse(fromByteText(call.text)), dropped: call.dropped }
}

/** What is built besides what every body has. */
function fieldsOf(request: ChatRequest, target: Partial<CallTarget> = {}): Built {
  const { body, dropped } = build(request, target)
  const { model: _, messages: __, stream: ___, ...fields } = body
  return { body: fields, dropped }
}

const thinking = (value: boolean): Capabilities => ({ reasoning: { value, source: 'reported' } })

describe('the body for a client of another dialect', () => {
  it('holds nothing that was not asked for', () => {
    expect(build(foreign({ model: 'x' }))).toEqual({
      body: { model: 'org/é', messages: HI, stream: false },
      dropped: [],
    })
  })

  it('asks for usage in a stream', () => {
    expect(build(foreign({ stream: true })).body).toEqual({
      model: 'org/é',
      messages: HI,
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  it('has the sampling', () => {
    const sampling = {
      temperature: 0,
      top_p: 0.5,
      top_k: 3,
      min_p: 0.1,
      seed: 0,
      stop: ['END'],
      presence_penalty: 1,
      frequency_penalty: -1,
      repeat_penalty: 1.1,
      max_tokens: 7,
      n: 2,
      logprobs: true,
      top_logprobs: 2,
      user: 'ann',
    }
    expect(fieldsOf(foreign(sampling))).toEqual({ body: sampling, dropped: [] })
  })

  it('has no list of no stops, and no seed that was not read exactly', () => {
    const { body, dropped } = fieldsOf(foreign({ stop: [], seed: 2 ** 60 }))
    expect(body).toEqual({})
    expect(dropped).toEqual(['seed'])
  })

  it.each([
    [{ type: 'text' }, undefined],
    [{ type: 'json_object' }, { type: 'json_object' }],
    [
      { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } },
      { type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' } } },
    ],
  ])('asks for the format %o', (response_format, expected) => {
    const { body, dropped } = fieldsOf(foreign({ response_format }))
    expect(body['response_format']).toEqual(expected)
    expect(dropped).toEqual([])
  })

  it('has a user of at most 64 characters', () => {
    expect(fieldsOf(foreign({ user: 'u'.repeat(64) })).body).toEqual({ user: 'u'.repeat(64) })
    const long = fieldsOf(foreign({ user: 'u'.repeat(65) }))
    expect(long).toEqual({ body: {}, dropped: ['user'] })
  })
})

describe('tools', () => {
  it.each(['auto', 'none', 'required', { type: 'function', function: { name: 'f' } }])(
    'may be chosen: %o',
    (tool_choice) => {
      expect(fieldsOf(foreign({ tools: [TOOL], tool_choice }))).toEqual({
        body: { tools: [TOOL], tool_choice },
        dropped: [],
      })
    },
  )

  it('always have parameters', () => {
    const { body } = fieldsOf(foreign({ tools: [{ type: 'function', function: { name: 'f' } }] }))
    const parameters = { type: 'object', properties: {} }
    expect(body['tools']).toEqual([{ type: 'function', function: { name: 'f', parameters } }])
  })

  it('may be called one by one', () => {
    const single = { parallel_tool_calls: false }
    expect(fieldsOf(foreign({ tools: [TOOL], ...single })).body).toMatchObject(single)
    const many = foreign({ tools: [TOOL], parallel_tool_calls: true })
    expect(fieldsOf(many).body).not.toHaveProperty('parallel_tool_calls')
    expect(fieldsOf(foreign(single))).toEqual({ body: {}, dropped: [] })
  })

  it.each([
    ['auto', []],
    ['none', []],
    ['required', ['tool_choice']],
    [{ type: 'function', function: { name: 'f' } }, ['tool_choice']],
  ])('cannot be chosen where there are none: %o', (tool_choice, dropped) => {
    expect(fieldsOf(foreign({ tool_choice }))).toEqual({ body: {}, dropped })
  })
})

describe('thinking', () => {
  const off = { chat_template_kwargs: { enable_thinking: false } }
  it.each([
    ['none', undefined, false, off, []],
    ['none', true, false, off, []],
    ['none', false, false, {}, []],
    ['none', undefined, true, {}, ['reasoning_effort']],
    ['none', false, true, {}, []],
    ['low', undefined, true, { reasoning_effort: 'low' }, []],
    ['minimal', true, false, { reasoning_effort: 'low' }, []],
    ['medium', true, false, { reasoning_effort: 'medium' }, []],
    ['xhigh', undefined, false, { reasoning_effort: 'high' }, []],
    ['max', undefined, true, { reasoning_effort: 'high' }, []],
    ['high', false, false, {}, ['reasoning_effort']],
    ['constructor', true, false, {}, ['reasoning_effort']],
  ])('%s of a model that can: %s, remote: %s', (effort, can, remote, body, dropped) => {
    const capabilities = can === undefined ? {} : thinking(can)
    const placement = placementOf('m', { remote, facts: { capabilities } })
    const request = foreign({ reasoning_effort: effort })
    expect(fieldsOf(request, { placement })).toEqual({ body, dropped })
  })
})

describe('the limit', () => {
  const served = (context: number) =>
    placementOf('m', {
      facts: { capabilities: {}, servedContext: { value: context, source: 'reported' } },
    })

  it('has the spelling that the backend knows', () => {
    const request = foreign({ max_completion_tokens: 7 })
    expect(fieldsOf(request).body).toEqual({ max_tokens: 7 })
    expect(fieldsOf(request, { limitSpelling: 'older' }).body).toEqual({ max_tokens: 7 })
    const newer = fieldsOf(request, { limitSpelling: 'newer' })
    expect(newer.body).toEqual({ max_completion_tokens: 7 })
  })

  it.each([
    ['fits', 32_000, served(42_000), 8_000, true],
    ['does not fit with a margin', 32_000, served(41_999), 8_000, false],
    ['has a context of unknown size', 32_000, placementOf('m'), 8_000, true],
    ['fits, the prompt being unknown', 32_000, served(32_000), undefined, true],
    ['exceeds the context alone', 32_000, served(31_999), undefined, false],
    [
      'does not fit the context that was set',
      32_000,
      { ...served(99_000), contextSetting: 16_384 },
      1,
      false,
    ],
  ])('that had to be named and %s', (_, max_tokens, placement, tokensIn, kept) => {
    const expected = { body: kept ? { max_tokens } : {}, dropped: [] }
    const formal = foreign({ max_tokens }, { formalLimit: true })
    expect(fieldsOf(formal, { placement, tokensIn })).toEqual(expected)
    const meant = fieldsOf(foreign({ max_tokens }), { placement, tokensIn })
    expect(meant).toEqual({ body: { max_tokens }, dropped: [] })
  })
})

describe('what a backend does not take', () => {
  const terms: Terms = {
    names: { ...openaiChatTerms.names, topK: ['topK'], format: ['output.format'] },
    untranslatable: () => ['special'],
    namesAddress: () => false,
  }
  const fields = { special: 1, output: { format: {} }, topK: 3, n: null }

  it('is left out and named as the client spelled it, beside what has no translation', () => {
    const request = foreign(
      { stream: true, top_k: 3, response_format: { type: 'json_object' }, min_p: 0.1 },
      { terms, fields },
    )
    const unsupported = ['top_k', 'response_format', 'n', 'stream_options', 'seed']
    expect(fieldsOf(request, { unsupported })).toEqual({
      body: { min_p: 0.1 },
      dropped: ['special', 'output.format', 'topK'],
    })
    expect(fieldsOf(request).dropped).toEqual(['special'])
  })

  it('may be how thinking is switched off', () => {
    const request = foreign({ reasoning_effort: 'none' })
    const unsupported = ['chat_template_kwargs']
    expect(fieldsOf(request, { unsupported })).toEqual({ body: {}, dropped: ['reasoning_effort'] })
  })
})

describe('a request that is built and read again', () => {
  const words = fc.string({ unit: 'grapheme' })
  const name = fc.stringMatching(/^[a-z_]{1,8}$/)
  const part = fc.oneof(
    words.map((text) => ({ type: 'text', text })),
    fc.base64String().map((data) => ({
      type: 'image_url',
      image_url: { url: `data:image/png;base64,${data}` },
    })),
    fc.base64String().map((data) => ({
      type: 'input_audio',
      input_audio: { data, format: 'wav' },
    })),
  )
  const parts = fc.array(part).filter((all) => all.some(({ type }) => type !== 'text'))
  const call = fc.record({
    id: name,
    type: fc.constant('function'),
    function: fc.record({ name, arguments: fc.json() }),
  })
  const message = fc.oneof(
    fc.record({ role: fc.constant('system'), content: words }),
    fc.record({ role: fc.constant('user'), content: fc.oneof(words, parts) }),
    fc.record(
      {
        role: fc.constant('assistant'),
        content: words,
        reasoning_content: words,
        tool_calls: fc.array(call, { minLength: 1 }),
      },
      { requiredKeys: ['role', 'content'] },
    ),
    fc.record({ role: fc.constant('tool'), content: words, tool_call_id: name, name }),
  )
  const tool = fc.record({
    type: fc.constant('function'),
    function: fc.record(
      { name, description: words, parameters: fc.dictionary(name, fc.jsonValue()) },
      { requiredKeys: ['name', 'parameters'] },
    ),
  })
  const chosen = fc.oneof(
    fc.constantFrom('auto', 'none', 'required'),
    name.map((of) => ({ type: 'function', function: { name: of } })),
  )
  const tools = fc.record(
    {
      tools: fc.array(tool, { minLength: 1 }),
      tool_choice: chosen,
      parallel_tool_calls: fc.constant(false),
    },
    { requiredKeys: ['tools'] },
  )
  const format = fc.oneof(
    fc.constantFrom({ type: 'text' }, { type: 'json_object' }),
    fc.dictionary(name, fc.jsonValue()).map((schema) => ({
      type: 'json_schema',
      json_schema: { schema },
    })),
  )
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -2, max: 2 })
  const share = fc.double({ noNaN: true, min: 0, max: 1 })
  const rest = fc.record(
    {
      stream: fc.boolean(),
      response_format: format,
      reasoning_effort: fc.constantFrom('low', 'medium', 'high'),
      temperature: share,
      top_p: share,
      top_k: fc.nat(),
      min_p: number,
      seed: fc.maxSafeInteger(),
      stop: fc.oneof(words, fc.array(words, { minLength: 1, maxLength: 4 })),
      presence_penalty: number,
      frequency_penalty: number,
      repeat_penalty: number,
      max_tokens: fc.integer({ min: 1 }),
      max_completion_tokens: fc.integer({ min: 1 }),
      n: fc.integer({ min: 1, max: 128 }),
      logprobs: fc.boolean(),
      top_logprobs: fc.nat(20),
      user: fc.string({ maxLength: 64 }),
    },
    { requiredKeys: [] },
  )
  const body = fc
    .tuple(fc.array(message, { minLength: 1 }), fc.option(tools), rest)
    .map(([messages, called, others]) => ({ model: 'm', messages, ...called, ...others }))

  /** What is asked, however it is spelled. */
  function asked(request: ChatRequest): Partial<ChatRequest> {
    const { dialect: _, source: __, fields: ___, wantsUsage: ____, ...neutral } = request
    return neutral
  }

  it('asks for the same', () => {
    fc.assert(
      fc.property(body, (wire) => {
        const request = foreign(wire)
        const { body: built, dropped } = build(request, { placement: placementOf('m') })
        expect(dropped).toEqual([])
        expect(JSON.stringify(built).includes('null')).toBe(JSON.stringify(wire).includes('null'))
        const again = openaiChat.decodeRequest(Buffer.from(JSON.stringify(built)))
        expect(asked(again)).toEqual(asked(request))
      }),
    )
  })
})
