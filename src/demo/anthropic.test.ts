import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../../test/support/simulators.ts'
import { startSimulator } from '../../test/support/simulators.ts'
import {
  DESCRIPTION,
  frames,
  KEY,
  PNG,
  post,
  refused,
  say,
  tools,
  user,
} from './anthropic/requests.fixture.ts'

let server: Simulator
let client: Anthropic

beforeAll(async () => {
  server = await startSimulator('anthropic', DESCRIPTION)
  client = new Anthropic({ apiKey: KEY, baseURL: server.url, maxRetries: 0 })
})

afterAll(() => server.stop())

function send(body: object, headers?: Record<string, string>): Promise<Response> {
  return post(`${server.url}/v1/messages`, body, headers)
}

function count(body: object): Promise<Response> {
  return post(`${server.url}/v1/messages/count_tokens`, body)
}

describe('simulated Messages API: answers', () => {
  it('answers whole', async () => {
    const { data, request_id } = await client.messages.create(say('[[say:one two]]')).withResponse()
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'claude-sim',
      content: [{ type: 'text', text: 'one two' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { output_tokens: 2, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
    })
    expect(data.id).toMatch(/^msg_/)
    expect(data.usage.input_tokens).toBeGreaterThan(2)
    expect(request_id).toMatch(/^req_/)
  })

  it('streams named events in their order', async () => {
    const response = await send({ ...say('[[say:one two]]'), stream: true })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const all = await frames(response)
    expect(all.every(({ event, data }) => event === data.type)).toBe(true)
    expect(all.map(({ data }) => data)).toMatchObject([
      {
        type: 'message_start',
        message: {
          type: 'message',
          role: 'assistant',
          model: 'claude-sim',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { output_tokens: 1 },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'ping' },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'one' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' two' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: 2 },
      },
      { type: 'message_stop' },
    ])
  })

  it('streams what it would say whole, thoughts and calls and all', async () => {
    const params = {
      ...say('[[think:hm, well]] [[say:I look.]] [[call:weather {"city":"Oslo"}]] [[call:time]]'),
      thinking: { type: 'enabled' as const, budget_tokens: 1024 },
      tools,
    }
    const whole = await client.messages.create(params)
    const streamed = await client.messages.stream(params).finalMessage()
    const use = { type: 'tool_use', id: expect.stringMatching(/^toolu_\w+$/) }
    const content = [
      { type: 'thinking', thinking: 'hm, well', signature: expect.stringMatching(/^simSig/) },
      { type: 'text', text: 'I look.' },
      { ...use, name: 'weather', input: { city: 'Oslo' } },
      { ...use, name: 'time', input: {} },
    ]
    for (const message of [whole, streamed]) {
      expect(message.content).toMatchObject(content)
      expect(message.stop_reason).toBe('tool_use')
      expect(message.usage.output_tokens_details).toEqual({ thinking_tokens: 3 })
    }
    expect(streamed.usage).toMatchObject({ output_tokens: whole.usage.output_tokens })
  })

  it('signs thoughts at their end, and streams the input of a call without arguments as nothing', async () => {
    const thinking = { type: 'adaptive' }
    const text = '[[think:hm]] [[call:time]]'
    const all = await frames(await send({ ...say(text), thinking, tools, stream: true }))
    const inside = all.map(({ data }) => data.delta ?? data.content_block).filter(Boolean)
    expect(inside).toMatchObject([
      { type: 'thinking', thinking: '', signature: '' },
      { type: 'thinking_delta', thinking: 'hm' },
      { type: 'signature_delta', signature: expect.stringMatching(/^simSig/) },
      { type: 'tool_use', name: 'time', input: {} },
      { type: 'input_json_delta', partial_json: '' },
      { stop_reason: 'tool_use' },
    ])
  })

  it('thinks only when asked, and leaves the text out where that is asked', async () => {
    const silent = await client.messages.create(say('[[think:hm]] [[say:hi]]'))
    expect(silent.content).toMatchObject([{ type: 'text', text: 'hi' }])
    const thinking = { type: 'adaptive' as const, display: 'omitted' as const }
    const hidden = await client.messages.create({ ...say('[[say:hi]]'), thinking })
    const streamed = await client.messages.stream({ ...say('[[say:hi]]'), thinking }).finalMessage()
    for (const { content } of [hidden, streamed]) {
      expect(content).toMatchObject([
        { type: 'thinking', thinking: '', signature: expect.stringMatching(/^simSig/) },
        { type: 'text', text: 'hi' },
      ])
    }
  })

  it('thinks between calls alone where that is asked', async () => {
    const thinking = { type: 'between_tools' as const }
    const first = await client.messages.create({ ...say('[[call:time]]'), thinking, tools })
    const [use] = first.content
    expect(use).toMatchObject({ type: 'tool_use', caller: { type: 'direct' } })
    const id = use?.type === 'tool_use' ? use.id : ''
    const second = await client.messages.create({
      ...say('hi'),
      thinking,
      tools,
      messages: [
        user('[[call:time]]'),
        { role: 'assistant', content: first.content as Anthropic.ContentBlockParam[] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: id }] },
      ],
    })
    expect(second.content.map((block) => block.type)).toEqual(['thinking', 'text'])
  })

  it('stops at a stop sequence and names it', async () => {
    const params = { ...say('[[say:one two three]]'), stop_sequences: [' four', ' three'] }
    const end = { stop_reason: 'stop_sequence', stop_sequence: ' three' }
    const content = [{ type: 'text', text: 'one two' }]
    expect(await client.messages.create(params)).toMatchObject({ ...end, content })
    expect(await client.messages.stream(params).finalMessage()).toMatchObject({ ...end, content })
  })

  it('stops at max_tokens and at the end of its context', async () => {
    const short = await client.messages.create({ ...say('[[tokens:9]]'), max_tokens: 2 })
    expect(short).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 2 } })
    const full = await client.messages.create({ ...say('[[tokens:9000]]'), max_tokens: 8192 })
    expect(full.stop_reason).toBe('model_context_window_exceeded')
    expect(full.usage.input_tokens + full.usage.output_tokens).toBe(4096)
  })

  it('obeys a tool choice', async () => {
    const calls = async (choice: Anthropic.ToolChoice, text = 'hi') => {
      const message = await client.messages.create({ ...say(text), tools, tool_choice: choice })
      return message.content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []))
    }
    const both = '[[call:weather {}]] [[call:time {}]]'
    expect(await calls({ type: 'auto' })).toEqual([])
    expect(await calls({ type: 'auto' }, both)).toEqual(['weather', 'time'])
    const alone = { disable_parallel_tool_use: true }
    expect(await calls({ type: 'auto', ...alone }, both)).toEqual(['weather'])
    expect(await calls({ type: 'any' })).toEqual(['weather'])
    expect(await calls({ type: 'tool', name: 'time' })).toEqual(['time'])
    expect(await calls({ type: 'tool', name: 'time' }, '[[call:weather {}]]')).toEqual(['time'])
    expect(await calls({ type: 'none' }, both)).toEqual([])
  })

  it('takes its own answer back and quotes the results of its calls', async () => {
    const params = {
      ...say('[[think:hm]] [[call:weather {"city":"Oslo"}]] [[call:time {}]]'),
      thinking: { type: 'enabled' as const, budget_tokens: 1024 },
      tools,
    }
    const first = await client.messages.create(params)
    const ids = first.content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []))
    const text = { type: 'text' as const, text: '7 degrees' }
    const image = { type: 'image' as const, source: PNG }
    const results = ids.map((id) => ({
      type: 'tool_result' as const,
      tool_use_id: id,
      content: [text, image],
      is_error: false,
    }))
    const messages: Anthropic.MessageParam[] = [
      ...params.messages,
      { role: 'assistant', content: first.content as Anthropic.ContentBlockParam[] },
      { role: 'user', content: results },
    ]
    const second = await client.messages.create({ ...params, messages })
    expect(second.stop_reason).toBe('end_turn')
    expect(JSON.stringify(second.content)).toContain('\\"7 degrees\\", \\"7 degrees\\"')
  })

  it('reads systems, images of both kinds, schemas and marks for its cache', async () => {
    const mark = { cache_control: { type: 'ephemeral' as const } }
    const message = await client.messages.create({
      ...say(''),
      system: [{ type: 'text', text: 'Be kind.', ...mark }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: PNG, ...mark },
            { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
            { type: 'text', text: 'What?', ...mark },
          ],
        },
      ],
    })
    expect(JSON.stringify(message.content)).toContain('I see 2 image(s). You said: What?')
    const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
    const shaped = await client.messages.create({
      ...say('hi'),
      output_config: { format: { type: 'json_schema', schema } },
    })
    expect(shaped.content).toMatchObject([{ text: '{"n":1}' }])
  })

  it('writes marked beginnings to its cache and reads them from it, whatever follows', async () => {
    const cache_control = { type: 'ephemeral' as const }
    const system = [{ type: 'text' as const, text: 'word '.repeat(1500), cache_control }]
    const usage = async (text: string) => {
      const { usage } = await client.messages.create({ ...say(text), system })
      return [usage.cache_creation_input_tokens, usage.cache_read_input_tokens, usage.input_tokens]
    }
    const [written, none, rest] = await usage('a')
    expect(written).toBeGreaterThan(1500)
    expect([none, rest]).toEqual([0, 5])
    expect(await usage('b c')).toEqual([0, written, 6])
    const { cache_control: _, ...unmarked } = system[0] as (typeof system)[number]
    const wandered = await client.messages.create({
      ...say(''),
      system: [unmarked],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'b c', cache_control }] }],
    })
    expect(wandered.usage).toMatchObject({
      cache_creation_input_tokens: 6,
      cache_read_input_tokens: written,
      input_tokens: 0,
    })
  })

  it('counts tokens as it bills them', async () => {
    const { messages, model } = say('How many are these?')
    const counted = await client.messages.countTokens({ model, messages, tools, system: 'Count.' })
    const message = await client.messages.create({
      ...say('How many are these?'),
      tools,
      system: 'Count.',
    })
    expect(counted).toEqual({ input_tokens: message.usage.input_tokens })
    expect(await refused(await count(say('hi')))).toContain('max_tokens: Extra inputs')
    const system = { model, messages: [{ role: 'system', content: 'x' }] }
    expect(await refused(await count(system))).toContain("role 'system'")
  })
})

describe('simulated Messages API: models', () => {
  it('lists its models page by page', async () => {
    const page = await client.models.list({ limit: 2 })
    expect(page).toMatchObject({ has_more: true, first_id: 'claude-sim', last_id: 'claude-plain' })
    expect(page.data[0]).toMatchObject({
      type: 'model',
      id: 'claude-sim',
      max_input_tokens: 4096,
      max_tokens: 8192,
      capabilities: { image_input: { supported: true }, thinking: { supported: true } },
    })
    const next = await page.getNextPage()
    expect(next.data.map((model) => model.id)).toEqual(['claude-slow'])
    expect(next.has_more).toBe(false)
    const before = await client.models.list({ limit: 1, before_id: 'claude-slow' })
    expect(before.data).toMatchObject([{ id: 'claude-plain', display_name: 'Plain' }])
  })

  it('shows one model', async () => {
    expect(await client.models.retrieve('claude-plain')).toMatchObject({ id: 'claude-plain' })
    await expect(client.models.retrieve('other')).rejects.toThrow(Anthropic.NotFoundError)
  })
})
