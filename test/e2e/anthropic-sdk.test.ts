import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Router, startRouter } from '../support/router.ts'
import { eventually, type Simulator, startSimulator } from '../support/simulators.ts'

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const CLAUDE = 'claude-sonnet-5'
const WEATHER = {
  name: 'weather',
  description: 'The weather of a city.',
  input_schema: {
    type: 'object' as const,
    properties: { city: { type: 'string' } },
    required: ['city'],
  },
}
const TWO_CALLS = 'Weather? [[call:weather {"city":"Oslo"}]] [[call:weather {"city":"Rom"}]]'
const KINDS = ['ollama', 'llama.cpp', 'openai', 'anthropic'] as const

describe.each(KINDS)("Anthropic's own client, unmodified, over %s", (kind) => {
  let simulator: Simulator
  let router: Router
  let client: Anthropic

  beforeAll(async () => {
    simulator = await startSimulator(kind, {
      models: [
        {
          name: 'qwen3-vl:8b',
          parameters: 8,
          talents: ['tools', 'vision', 'thinking'],
          extra: {
            architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
          },
        },
      ],
      router: kind === 'llama.cpp',
      slots: 8,
      ...(kind === 'anthropic' && { apiKey: 'backend-key' }),
    })
    router = await startRouter({
      yaml: `backends: [{ name: sim, kind: ${kind}, url: '${simulator.url}', api_key: backend-key }]`,
      env: { ROUTER_API_KEY: 'client-key' },
    })
    client = new Anthropic({ baseURL: router.url, apiKey: 'client-key', maxRetries: 0 })
  })
  afterAll(async () => {
    await router?.stop()
    await simulator?.stop()
  })

  const say = (content: Anthropic.MessageParam['content']) => ({
    model: CLAUDE,
    max_tokens: 1024,
    messages: [{ role: 'user' as const, content }],
  })

  it('gets a whole message', async () => {
    const message = await client.messages.create({
      ...say('[[say:Grüße, 世界 🌍]]'),
      system: [{ type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } }],
    })
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'qwen3-vl:8b',
      content: [{ type: 'text', text: 'Grüße, 世界 🌍' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
    })
    expect(message.id).toMatch(/^msg_\w+$/)
    expect(message.usage.input_tokens).toBeGreaterThan(1)
    expect(message.usage.output_tokens).toBeGreaterThan(1)
    expect(message._request_id).toMatch(/^[\w.-]{1,64}$/)
  })

  it('gets a stream, by events and by its helper', async () => {
    const events = await all(
      await client.messages.create({ ...say('[[say:Grüße, 世界 🌍]]'), stream: true }),
    )
    expect(events.map(({ type }) => type).filter((type) => !type.endsWith('_delta'))).toEqual([
      'message_start',
      'content_block_start',
      'content_block_stop',
      'message_stop',
    ])
    const stream = client.messages.stream(say('[[say:Grüße, 世界 🌍]]'))
    expect(await stream.finalText()).toBe('Grüße, 世界 🌍')
    const { usage, stop_reason } = await stream.finalMessage()
    expect(stop_reason).toBe('end_turn')
    expect(usage.input_tokens).toBeGreaterThan(1)
    expect(usage.output_tokens).toBeGreaterThan(1)
  })

  it.each([false, true])(
    'calls tools in parallel and goes on with their results, streamed: %s',
    async (streamed) => {
      const body = { ...say(TWO_CALLS), tools: [WEATHER] }
      const message = streamed
        ? await client.messages.stream(body).finalMessage()
        : await client.messages.create(body)
      expect(message.stop_reason).toBe('tool_use')
      const calls = message.content.filter((block) => block.type === 'tool_use')
      expect(calls).toMatchObject([
        { name: 'weather', input: { city: 'Oslo' } },
        { name: 'weather', input: { city: 'Rom' } },
      ])
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
      const final = await client.messages.create({
        ...body,
        messages: [
          ...body.messages,
          { role: 'assistant', content: message.content },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: calls[0]?.id ?? '', content: 'sunny' },
              {
                type: 'tool_result',
                tool_use_id: calls[1]?.id ?? '',
                content: [{ type: 'text', text: 'rain' }],
                is_error: true,
              },
            ],
          },
        ],
      })
      expect(textOf(final)).toContain('"sunny", "')
      expect(textOf(final)).toContain('rain"')
      expect(final.stop_reason).toBe('end_turn')
    },
  )

  it('shows an image', async () => {
    const image = {
      type: 'image' as const,
      source: { type: 'base64' as const, media_type: 'image/png' as const, data: PIXEL },
    }
    const message = await client.messages.create(say([image, { type: 'text', text: 'And?' }]))
    expect(textOf(message)).toContain('I see 1 image')
  })

  it.each([false, true])('gets thoughts, and gives them back, streamed: %s', async (streamed) => {
    const body = {
      ...say('[[think:First this.]] [[say:Then that.]]'),
      max_tokens: 4096,
      thinking: { type: 'enabled' as const, budget_tokens: 1024 },
    }
    const message = streamed
      ? await client.messages.stream(body).finalMessage()
      : await client.messages.create(body)
    expect(message.content).toMatchObject([
      { type: 'thinking', thinking: 'First this.', signature: expect.stringMatching(/./) },
      { type: 'text', text: 'Then that.' },
    ])
    const next = await client.messages.create({
      ...body,
      messages: [
        ...body.messages,
        { role: 'assistant', content: message.content },
        { role: 'user', content: '[[say:Well.]]' },
      ],
    })
    expect(textOf(next)).toBe('Well.')
  })

  it('is cut by its limit', async () => {
    const message = await client.messages.create({ ...say('[[tokens:50]]'), max_tokens: 5 })
    expect(message.stop_reason).toBe('max_tokens')
  })

  it('reads errors by class, type and request id', async () => {
    const wrong = await client.messages
      .create({ ...say('x'), model: 'no-such-model' })
      .catch((error) => error)
    expect(wrong).toBeInstanceOf(Anthropic.NotFoundError)
    expect(wrong).toMatchObject({ status: 404, type: 'not_found_error' })
    expect(wrong.requestID).toMatch(/^[\w.-]{1,64}$/)
    const bad = await client.messages
      .create({ ...say('x'), thinking: { type: 'enabled', budget_tokens: 0 } })
      .catch((error) => error)
    expect(bad).toBeInstanceOf(Anthropic.BadRequestError)
    expect(bad.message).toContain('thinking.budget_tokens')
    const stranger = new Anthropic({ baseURL: router.url, apiKey: 'wrong', maxRetries: 0 })
    const shut = await stranger.messages.create(say('x')).catch((error) => error)
    expect(shut).toBeInstanceOf(Anthropic.AuthenticationError)
    expect(shut.type).toBe('authentication_error')
  })

  it('counts tokens, and says who counted', async () => {
    const { data, response } = await client.messages
      .countTokens({
        model: CLAUDE,
        messages: [{ role: 'user', content: 'How many is that?' }],
        tools: [WEATHER],
      })
      .withResponse()
    expect(data.input_tokens).toBeGreaterThan(4)
    const counts = kind === 'anthropic' || kind === 'llama.cpp' ? 'backend' : 'estimate'
    expect(response.headers.get('x-router-token-count')).toBe(counts)
  })

  it('stops the backend when it aborts in mid-stream', async () => {
    const before = (await simulator.stats()).cancelled.length
    await simulator.control({ fail: { mode: 'hang_mid_stream', after: 2, times: 1 } })
    const stream = client.messages.stream(say('[[tokens:50]]'))
    stream.on('text', () => stream.abort())
    await expect(stream.done()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
    const { cancelled } = await eventually(simulator, (stats) => stats.cancelled.length > before)
    expect(cancelled.at(-1)?.phase).toBe('decode')
  })

  it.each(['error_mid_stream', 'no_finish', 'cut_mid_stream'] as const)(
    'throws at %s',
    async (mode) => {
      await simulator.control({ fail: { mode, after: 3, times: 1 } })
      const stream = client.messages.stream(say('[[tokens:50]]'))
      let seen = ''
      stream.on('text', (text) => {
        seen += text
      })
      await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIError)
      expect(seen).toContain('word1')
    },
  )
})

function textOf({ content }: Anthropic.Message): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('')
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}
