import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ChatBody, type ErrorBody, eventsOf, json } from '../support/router.ts'
import { streamed } from '../support/streamed.ts'
import { askForParis, askForTool } from './support/asks.ts'
import { describeSubjects } from './support/describe-subjects.ts'
import { type LiveRouter, startLiveRouter } from './support/live-router.ts'
import { EMBED } from './support/recipes.ts'
import { liveStage, SUBJECTS } from './support/stage.ts'

interface Embeddings {
  readonly data: readonly { readonly embedding: number[] | string }[]
  readonly usage: { readonly prompt_tokens: number }
}

interface ToolCall {
  readonly index?: number
  readonly id?: string
  readonly function: { readonly name?: string; readonly arguments: string }
}

interface ToolChunk {
  readonly choices: readonly {
    readonly delta: { readonly tool_calls?: readonly ToolCall[] }
    readonly finish_reason: string | null
  }[]
}

const PARIS = 'The capital of France is Paris.'
let router: LiveRouter

beforeAll(async () => {
  const { servers } = liveStage()
  const embed = { name: 'embed', kind: 'llama.cpp', server: 'embed' } as const
  const backends = [...SUBJECTS, embed].flatMap(({ name, kind, server }) => {
    const url = servers[server]?.url
    return url === undefined ? [] : [{ name, kind, url }]
  })
  if (backends.length > 0) router = await startLiveRouter(backends)
})
afterAll(() => router?.stop())

describeSubjects(({ name, kind, embedder }) => {
  it('answers in one piece, with its usage', async () => {
    const response = await router.chat(askForParis(name))
    expect(response.headers.get('x-router-backend')).toBe(name)
    const { choices, usage } = await json<ChatBody>(response)
    expect(choices[0]).toMatchObject({ message: { content: PARIS }, finish_reason: 'stop' })
    expect(usage.completion_tokens).toBeGreaterThan(5)
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens)
  })

  it('answers as a stream that ends with its usage and [DONE]', async () => {
    const more = { stream: true, stream_options: { include_usage: true } }
    const response = await router.chat(askForParis(name, more))
    const { chunks, content, done } = await streamed(response)
    expect([content, done]).toEqual([PARIS, true])
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason).filter(Boolean)).toEqual(['stop'])
    const last = chunks.at(-1) as unknown as ChatBody
    expect(last.choices).toEqual([])
    expect(last.usage.prompt_tokens).toBeGreaterThan(5)
    expect(last.usage.completion_tokens).toBeGreaterThan(5)
  })

  it('calls a tool in one piece', async () => {
    const { choices } = await json<ChatBody>(await router.chat(askForTool(name)))
    const calls = choices[0]?.message['tool_calls'] as readonly ToolCall[] | undefined
    expect(calls?.[0]?.function.name).toBe('get_weather')
    expect(calls?.[0]?.id).toEqual(expect.stringMatching(/./))
    expect(JSON.parse(calls?.[0]?.function.arguments ?? '')).toEqual(expect.any(Object))
    expect(choices[0]?.finish_reason).toBe('tool_calls')
  })

  it('calls a tool in a stream', async () => {
    const response = await router.chat(askForTool(name, { stream: true }))
    const events = eventsOf(await response.text())
    expect(events.at(-1)).toBe('[DONE]')
    const choices = (events.slice(0, -1) as ToolChunk[]).flatMap((chunk) => chunk.choices)
    const pieces = choices.flatMap(({ delta }) => delta.tool_calls ?? [])
    const first = pieces.filter(({ index }) => index === 0)
    expect(first.map((piece) => piece.function.name ?? '').join('')).toBe('get_weather')
    expect(first.filter(({ id }) => id !== undefined)).toHaveLength(1)
    const text = first.map((piece) => piece.function.arguments ?? '').join('')
    expect(JSON.parse(text)).toEqual(expect.any(Object))
    expect(choices.map((choice) => choice.finish_reason).filter(Boolean)).toEqual(['tool_calls'])
  })

  // Servers that speak Anthropic's language beside their own pass over formats.
  it.skipIf(kind === 'anthropic')('holds to a JSON schema', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string', enum: ['Oslo'] }, sunny: { type: 'boolean' } },
      required: ['city', 'sunny'],
      additionalProperties: false,
    }
    const response_format = { type: 'json_schema', json_schema: { name: 'city', schema } }
    const response = await router.chat(askForParis(name, { response_format, max_tokens: 60 }))
    const { choices } = await json<ChatBody>(response)
    expect(JSON.parse(String(choices[0]?.message['content']))).toEqual({
      city: 'Oslo',
      sunny: expect.any(Boolean),
    })
  })

  it.skipIf(embedder === undefined)('embeds, as numbers and as base64', async () => {
    const model = `${EMBED}@${embedder}`
    const input = ['a cat sat on the mat', 'quarterly tax report']
    const ask = async (more: object = {}): Promise<Embeddings> =>
      json<Embeddings>(await router.embed({ model, input, ...more }))
    const numbers = await ask()
    const packed = await ask({ encoding_format: 'base64' })
    expect(numbers.usage.prompt_tokens).toBeGreaterThan(8)
    expect(packed.usage).toEqual(numbers.usage)
    for (const [at, { embedding }] of numbers.data.entries()) {
      const bytes = Buffer.from(String(packed.data[at]?.embedding), 'base64')
      expect(embedding).toHaveLength(384)
      expect(bytes).toHaveLength(384 * 4)
      expect(bytes.readFloatLE(0)).toBeCloseTo(Number(embedding[0]), 4)
      expect(bytes.readFloatLE(383 * 4)).toBeCloseTo(Number(embedding[383]), 4)
    }
    const [cat, tax] = numbers.data
    expect(cat?.embedding).not.toEqual(tax?.embedding)
  })

  it('answers one request right after the other', async () => {
    const seen: unknown[] = []
    for (let asked = 0; asked < 24; asked += 1) {
      const response = await router.chat(askForParis(name, { max_tokens: 1 }))
      await response.text()
      seen.push([response.status, response.headers.get('x-router-attempts')])
    }
    expect(seen).toEqual(seen.map(() => [200, '1']))
  })

  // What Ollama is sent in other languages than its own, it cuts without a word.
  it.skipIf(kind === 'openai' || kind === 'anthropic')(
    'refuses a prompt that does not fit, instead of cutting it',
    async () => {
      const messages = [{ role: 'user', content: 'word '.repeat(9_000) }]
      const response = await router.chat(askForParis(name, { messages }))
      expect(response.status).toBe(400)
      expect((await json<ErrorBody>(response)).error.code).toBe('context_length_exceeded')
    },
  )
})
