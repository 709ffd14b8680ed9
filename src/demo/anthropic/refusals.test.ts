import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../../../test/support/simulators.ts'
import { startSimulator } from '../../../test/support/simulators.ts'
import {
  DESCRIPTION,
  HEADERS,
  KEY,
  PNG,
  post,
  refused,
  say,
  time,
  tools,
  user,
} from './requests.fixture.ts'

let server: Simulator

beforeAll(async () => {
  server = await startSimulator('anthropic', DESCRIPTION)
})

afterAll(() => server.stop())

function send(body: object, headers?: Record<string, string>): Promise<Response> {
  return post(`${server.url}/v1/messages`, body, headers)
}

/** A conversation in which a tool was called. */
function called(use: object = {}, result: object = {}, more: object = {}): object {
  const block = { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} }
  const answer = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'rain' }
  return {
    tools,
    messages: [
      user('hi'),
      { role: 'assistant', content: [{ ...block, ...use }] },
      { role: 'user', content: [{ ...answer, ...result }] },
    ],
    ...more,
  }
}

function saying(...content: object[]): object {
  return { messages: [{ role: 'user', content }] }
}

const thought = { type: 'thinking', thinking: 'hm', signature: 'made-up' }
const enabled = { type: 'enabled', budget_tokens: 1024 }
const plain = { model: 'claude-plain' }
const mark = { cache_control: { type: 'ephemeral' } }

describe('simulated Messages API: refusals', () => {
  it('asks for its key and for the version', async () => {
    const { 'x-api-key': _, ...keyless } = HEADERS
    expect(await refused(await send(say('hi'), keyless), 401)).toBe(
      'authentication_error: x-api-key header is required',
    )
    const bearer = (key: string) => ({ ...keyless, authorization: `Bearer ${key}` })
    expect((await send(say('hi'), bearer(KEY))).status).toBe(200)
    expect(await refused(await send(say('hi'), bearer('x')), 401)).toContain('Invalid bearer token')
    const wrong = { ...HEADERS, 'x-api-key': 'wrong' }
    expect(await refused(await send(say('hi'), wrong), 401)).toContain('invalid x-api-key')
    expect(await refused(await send(say('hi'), { 'x-api-key': KEY }))).toContain(
      'anthropic-version: header is required',
    )
  })

  it('refuses what is no request of its', async () => {
    const json = { method: 'POST', headers: HEADERS, body: 'nonsense' }
    expect(await refused(await fetch(`${server.url}/v1/messages`, json))).toContain(
      'not valid JSON',
    )
    const get = { headers: HEADERS }
    await refused(await fetch(`${server.url}/v1/messages`, get), 405)
    expect(await refused(await fetch(`${server.url}/v1/none`, get), 404)).toBe(
      'not_found_error: Not Found',
    )
    for (const model of ['other', 'embed']) {
      expect(await refused(await send({ ...say('hi'), model }), 404)).toBe(
        `not_found_error: model: ${model}`,
      )
    }
  })

  it.each<[string, object]>([
    ['max_tokens: Field required', { max_tokens: undefined }],
    ['max_tokens: 9000 > 8192', { max_tokens: 9000 }],
    ['max_tokens: Input should be a valid integer', { max_tokens: '5' }],
    ['messages: Field required', { messages: undefined }],
    ['messages: at least one message is required', { messages: [] }],
    ['messages.0: all messages must have non-empty content', { messages: [user('')] }],
    ['messages: text content blocks must be non-empty', saying({ type: 'text', text: '' })],
    ['must contain non-whitespace text', { messages: [user(' \n')] }],
    ['text content blocks must be non-empty', { system: [{ type: 'text', text: '' }] }],
    ["role 'system' is not supported", { messages: [{ role: 'system', content: 'x' }] }],
    ["messages.0.role: Input should be 'user'", { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages.0.name: Extra inputs', { messages: [{ ...user('hi'), name: 'Ann' }] }],
    ['n: Extra inputs are not permitted', { n: 1 }],
    ['context_management: Extra inputs are not permitted', { context_management: {} }],
    ['metadata.user: Extra inputs are not permitted', { metadata: { user: 'x' } }],
    ['stream: Input should be a valid boolean', { stream: 'yes' }],
    ['each stop sequence must contain non-whitespace', { stop_sequences: ['\n'] }],
    ['temperature: Input should be less than or equal to 1', { temperature: 1.5 }],
    ['`temperature` and `top_p` cannot both', { temperature: 1, top_p: 1 }],
    ['`top_k` is deprecated for this model', { top_k: 5 }],
    ['temperature` may only be set to 1', { temperature: 0.5, thinking: enabled }],
    ['greater than or equal to 1024', { thinking: { type: 'enabled', budget_tokens: 1023 } }],
    ['`max_tokens` must be greater', { thinking: { type: 'enabled', budget_tokens: 4096 } }],
    ["thinking: Input tag 'on'", { thinking: { type: 'on' } }],
    ['does not support thinking', { ...plain, thinking: enabled }],
    ['adaptive thinking is not supported', { ...plain, thinking: { type: 'adaptive' } }],
    ['effort parameter', { ...plain, output_config: { effort: 'low' } }],
    ['Thinking may not be enabled', { thinking: enabled, tools, tool_choice: { type: 'any' } }],
    ['prompt is too long: 5004 tokens > 4096', { messages: [user('word '.repeat(4999))] }],
  ])('%s', async (words, more) => {
    expect(await refused(await send({ ...say('hi'), ...more }))).toContain(words)
  })

  it.each<[string, object]>([
    ['does not support image', { ...plain, ...saying({ type: 'image', source: PNG }) }],
    ["media_type: Input should be 'image/jpeg'", saying(imageOf({ media_type: 'image/svg+xml' }))],
    ['image.source.base64.data: invalid base64', saying(imageOf({ data: 'data:image/png;a' }))],
    ["image.source: Input tag 'path'", saying(imageOf({ type: 'path' }))],
    ["messages.0.content.0: Input tag 'image_url'", saying({ type: 'image_url' })],
    ["messages.0.content.0: Input tag 'thinking'", saying(thought)],
    ['4 blocks with cache_control', saying(...Array(5).fill({ type: 'text', text: 'x', ...mark }))],
    [
      'messages.1.content.0: Invalid `signature` in `thinking` block',
      { messages: [user('hi'), { role: 'assistant', content: [thought] }, user('and?')] },
    ],
    [
      'cannot end with trailing whitespace',
      { messages: [user('hi'), { role: 'assistant', content: 'so ' }] },
    ],
  ])('%s', async (words, more) => {
    expect(await refused(await send({ ...say('hi'), ...more }))).toContain(words)
  })

  it.each<[string, object]>([
    [
      "should match pattern '^[a-zA-Z0-9_-]+$'",
      called({ id: 'call.1' }, { tool_use_id: 'call.1' }),
    ],
    ['must define tools', called({}, {}, { tools: undefined })],
    ['messages.2.content.0: unexpected `tool_use_id`', called({}, { tool_use_id: 'toolu_2' })],
    ['tool_use.input: Input should be a valid dictionary', called({ input: '{}' })],
    ['tool_use.function: Extra inputs', called({ function: {} })],
    ['content.0.type: Expected `thinking`', called({}, {}, { thinking: enabled })],
    [
      'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1',
      called({}, { type: 'text', text: 'x', tool_use_id: undefined, content: undefined }),
    ],
    [
      'messages.0.content.0.search_result.title: Field required',
      saying({ type: 'search_result', source: 's', content: [] }),
    ],
    [
      'messages.0.content.0.search_result.content.0: Input tag',
      saying({ type: 'search_result', source: 's', title: 't', content: [{ type: 'image' }] }),
    ],
    [
      "messages.0.content.0: Input tag 'tool_reference'",
      saying({ type: 'tool_reference', tool_name: 'x' }),
    ],
    ['tools.0.custom.parameters: Extra inputs', { tools: [{ ...time, parameters: {} }] }],
    ['tools.0.custom.input_schema: Field required', { tools: [{ name: 'x' }] }],
    ['input_schema.type: Field required', { tools: [{ name: 'x', input_schema: {} }] }],
    ['tools.0.custom.name: String should match', { tools: [{ ...time, name: 'a.b' }] }],
    ['Tool names must be unique', { tools: [time, time] }],
    ['only be specified while providing tools', { tool_choice: { type: 'auto' } }],
    ["Tool 'x' not found", { tools, tool_choice: { type: 'tool', name: 'x' } }],
    ['tool_choice: Input should be a valid dictionary', { tools, tool_choice: 'auto' }],
    [
      'tool_choice.none.disable_parallel_tool_use: Extra inputs',
      { tools, tool_choice: { type: 'none', disable_parallel_tool_use: true } },
    ],
  ])('%s', async (words, more) => {
    expect(await refused(await send({ ...say('hi'), ...more }))).toContain(words)
  })

  it('goes by the rules of the version that a request names', async () => {
    const newest = { ...HEADERS, 'anthropic-version': '2026-10-21' }
    const document = { type: 'document', source: { type: 'text', data: 'x' } }
    const cited = { type: 'text', text: 'x', citations: [{ type: 'char_location' }] }
    const cases: readonly [string, object][] = [
      ['temperature: Extra inputs are not permitted', { temperature: 1 }],
      [
        "Input tag 'document'",
        { messages: [user('hi'), { role: 'assistant', content: [document] }] },
      ],
      ['messages.0.content.0.text.citations', saying(cited)],
    ]
    for (const [words, more] of cases) {
      expect(await refused(await send({ ...say('hi'), ...more }, newest))).toContain(words)
      expect((await send({ ...say('hi'), ...more })).status).toBe(200)
    }
    const own = { role: 'assistant', content: [cited] }
    expect((await send({ ...say('hi'), messages: [user('hi'), own] }, newest)).status).toBe(200)
    const none = { ...HEADERS, 'anthropic-version': '2024-01-01' }
    expect(await refused(await send(say('hi'), none))).toContain('is not a valid version')
  })

  it('takes what lies just within its rules', async () => {
    const bodies: readonly object[] = [
      called(),
      called({}, { content: undefined }),
      { thinking: { type: 'disabled' }, temperature: 0.5 },
      { thinking: { type: 'enabled', budget_tokens: 4095 }, temperature: 1 },
      { messages: [user('hi'), { role: 'assistant', content: 'so' }] },
      { messages: [user('hi'), { role: 'assistant', content: '' }] },
      { cache_control: { type: 'ephemeral' }, metadata: { user_id: 'x' }, top_p: 0.9 },
      saying(...Array(4).fill({ type: 'text', text: 'x', ...mark })),
      { tools: [{ ...time, strict: true, description: 'x', ...mark }], system: '' },
      { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 1 }] },
    ]
    for (const body of bodies) {
      const response = await send({ ...say('hi'), ...body })
      expect(response.status, await response.text()).toBe(200)
    }
    const beta = { ...HEADERS, 'anthropic-beta': 'context-management-2025-06-27' }
    expect((await send({ ...say('hi'), context_management: {} }, beta)).status).toBe(200)
  })
})

function imageOf(source: object): object {
  return { type: 'image', source: { ...PNG, ...source } }
}
