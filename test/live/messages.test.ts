import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSubjects } from './support/describe-subjects.ts'
import { type LiveRouter, startLiveRouter } from './support/live-router.ts'
import { CHAT } from './support/recipes.ts'
import { liveStage, SUBJECTS } from './support/stage.ts'

const PARIS = 'The capital of France is Paris.'
const WEATHER = {
  name: 'get_weather',
  description: 'Weather of a city',
  input_schema: {
    type: 'object' as const,
    properties: { city: { type: 'string' } },
    required: ['city'],
  },
}
let router: LiveRouter
let client: Anthropic

beforeAll(async () => {
  const { servers } = liveStage()
  const backends = SUBJECTS.flatMap(({ name, kind, server }) => {
    const url = servers[server]?.url
    return url === undefined ? [] : [{ name, kind, url }]
  })
  if (backends.length === 0) return
  router = await startLiveRouter(backends)
  client = new Anthropic({ baseURL: router.url, apiKey: 'any', maxRetries: 0 })
})
afterAll(() => router?.stop())

const user = (content: string) => ({ role: 'user' as const, content })

/** Two examples show the small model how; results of tools would lead it astray. */
function askedForTool(): Anthropic.MessageParam[] {
  const called = (city: string, id: string): Anthropic.MessageParam[] => [
    user(`Weather in ${city}?`),
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id, name: 'get_weather', input: { city } }],
    },
  ]
  return [...called('Paris', 'call_1'), ...called('Rome', 'call_2'), user('Weather in Oslo?')]
}

describeSubjects(({ name, kind }) => {
  const ask = (more: object = {}) => ({
    model: `${CHAT}@${name}`,
    max_tokens: 24,
    temperature: 0,
    messages: [user('What is the capital of France?')],
    ...more,
  })

  it("answers Anthropic's client in one piece", async () => {
    const message = await client.messages.create(ask())
    expect(message.content).toMatchObject([{ type: 'text', text: PARIS }])
    expect(message.stop_reason).toBe('end_turn')
    const { input_tokens, cache_read_input_tokens } = message.usage
    expect(input_tokens + (cache_read_input_tokens ?? 0)).toBeGreaterThan(5)
    expect(message.usage.output_tokens).toBeGreaterThan(5)
  })

  it("answers Anthropic's client as a stream", async () => {
    const stream = client.messages.stream(ask())
    expect(await stream.finalText()).toBe(PARIS)
    const { stop_reason, usage } = await stream.finalMessage()
    expect(stop_reason).toBe('end_turn')
    expect(usage.output_tokens).toBeGreaterThan(5)
  })

  it("calls a tool of Anthropic's client in a stream", async () => {
    const asked = ask({ messages: askedForTool(), tools: [WEATHER], max_tokens: 60 })
    const message = await client.messages.stream(asked).finalMessage()
    const call = message.content.find((block) => block.type === 'tool_use')
    expect(call).toMatchObject({ name: 'get_weather', input: expect.any(Object) })
    expect(message.stop_reason).toBe('tool_use')
  })

  it("counts the tokens of Anthropic's client", async () => {
    const { model, messages } = ask()
    const { data, response } = await client.messages.countTokens({ model, messages }).withResponse()
    const counts = kind === 'llama.cpp'
    expect(response.headers.get('x-router-token-count')).toBe(counts ? 'backend' : 'estimate')
    const { usage } = await client.messages.create(ask())
    const { input_tokens, cache_read_input_tokens: cached } = usage
    const read = input_tokens + (cached ?? 0)
    expect(Math.abs(data.input_tokens - read)).toBeLessThanOrEqual(counts ? 0 : read)
  })

  it("tells Anthropic's client that there is no such model", async () => {
    const wrong = client.messages.create(ask({ model: `nobody@${name}` }))
    await expect(wrong).rejects.toBeInstanceOf(Anthropic.NotFoundError)
  })
})
