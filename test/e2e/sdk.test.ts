import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import {
  embedMany,
  generateText,
  jsonSchema,
  type ModelMessage,
  Output,
  stepCountIs,
  streamText,
  tool,
} from 'ai'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Router, startRouter } from '../support/router.ts'
import { eventually, type Simulator, startSimulator } from '../support/simulators.ts'

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const MAIN = 'smarterrouter/main'
const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' }, people: { type: 'integer' } },
  required: ['city', 'people'],
  additionalProperties: false,
} as const
const WEATHER = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
} as const
const TWO_CALLS = 'Weather? [[call:weather {"city":"Oslo"}]] [[call:weather {"city":"Rom"}]]'

const KINDS = ['ollama', 'llama.cpp', 'openai'] as const

describe.each(KINDS)('unmodified clients over %s', (kind) => {
  let simulator: Simulator
  let router: Router
  let openai: OpenAI
  let provider: ReturnType<typeof createOpenAICompatible>

  beforeAll(async () => {
    const vision = { input_modalities: ['text', 'image'], output_modalities: ['text'] }
    simulator = await startSimulator(kind, {
      models: [
        {
          name: 'qwen3-vl:8b',
          parameters: 8,
          talents: ['tools', 'vision', 'thinking'],
          extra: { architecture: vision },
        },
        { name: 'tiny-embed', role: 'embedding' },
      ],
      router: kind === 'llama.cpp',
      slots: 8,
    })
    router = await startRouter({
      yaml: `backends: [{ name: sim, kind: ${kind}, url: '${simulator.url}' }]`,
    })
    const baseURL = `${router.url}/v1`
    openai = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0 })
    provider = createOpenAICompatible({
      supportsStructuredOutputs: true,
      name: 'router',
      baseURL,
      apiKey: 'any',
      includeUsage: true,
    })
  })
  afterAll(async () => {
    await router?.stop()
    await simulator?.stop()
  })

  const say = (content: string) => ({ model: MAIN, messages: [{ role: 'user' as const, content }] })

  describe('openai', () => {
    it('gets a whole answer', async () => {
      const answer = await openai.chat.completions.create(say('[[say:Grüße, 世界 🌍]]'))
      expect(answer.choices[0]?.message.content).toContain('Grüße, 世界 🌍')
      expect(answer.choices[0]?.finish_reason).toBe('stop')
      expect(answer.usage?.total_tokens).toBeGreaterThan(1)
      expect(answer._request_id).toMatch(/^[\w.-]{1,64}$/)
    })

    it('gets a stream, with usage only when it asks', async () => {
      const body = { ...say('[[say:Grüße, 世界 🌍]]'), stream: true as const }
      const read = async (more: object) => {
        const stream = await openai.chat.completions.create({ ...body, ...more })
        const chunks = await all(stream)
        const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')
        return { text, usages: chunks.filter(({ usage }) => usage), chunks }
      }
      const without = await read({})
      expect(without.text).toContain('Grüße, 世界 🌍')
      expect(without.usages).toEqual([])
      expect(without.chunks.every(({ choices }) => choices.length === 1)).toBe(true)
      const asked = await read({ stream_options: { include_usage: true } })
      expect(asked.text).toBe(without.text)
      expect(asked.usages).toHaveLength(1)
      expect(asked.usages[0]?.usage?.prompt_tokens).toBeGreaterThan(0)
      expect(asked.usages[0]?.choices).toEqual([])
    })

    it.each([false, true])(
      'calls tools in parallel and gets a final answer, streamed: %s',
      async (streamed) => {
        const body = { ...say(TWO_CALLS), tools: [WEATHER] }
        const message = streamed
          ? await openai.chat.completions.stream(body).finalMessage()
          : (await openai.chat.completions.create(body)).choices[0]?.message
        const calls = message?.tool_calls ?? []
        const functions = calls.map((call) =>
          call.type === 'function' ? call.function : undefined,
        )
        expect(functions.map((called) => called?.name)).toEqual(['weather', 'weather'])
        expect(functions.map((called) => JSON.parse(called?.arguments ?? ''))).toEqual([
          { city: 'Oslo' },
          { city: 'Rom' },
        ])
        expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
        expect(calls.every(({ id }) => id !== '')).toBe(true)
        const final = await openai.chat.completions.create({
          model: MAIN,
          tools: [WEATHER],
          messages: [
            ...body.messages,
            { role: 'assistant', tool_calls: calls },
            { role: 'tool', tool_call_id: calls[0]?.id ?? '', content: 'sunny' },
            { role: 'tool', tool_call_id: calls[1]?.id ?? '', content: 'rain' },
          ],
        })
        expect(final.choices[0]?.message.content).toContain('"sunny", "rain"')
        expect(final.choices[0]?.finish_reason).toBe('stop')
      },
    )

    it('tells streamed calls apart by index and says why it stopped', async () => {
      const stream = await openai.chat.completions.create({
        ...say(TWO_CALLS),
        tools: [WEATHER],
        stream: true,
      })
      const chunks = await all(stream)
      const deltas = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? [])
      expect(new Set(deltas.map(({ index }) => index))).toEqual(new Set([0, 1]))
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls')
    })

    it('gets JSON, free and by schema', async () => {
      const free = await openai.chat.completions.create({
        ...say('A city as JSON.'),
        response_format: { type: 'json_object' },
      })
      expect(JSON.parse(free.choices[0]?.message.content ?? '')).toBeTypeOf('object')
      const bound = await openai.chat.completions.parse({
        ...say('A city.'),
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'city', schema: SCHEMA, strict: true },
        },
      })
      expect(JSON.parse(bound.choices[0]?.message.content ?? '')).toEqual({
        city: expect.any(String),
        people: expect.any(Number),
      })
    })

    it('shows an image', async () => {
      const answer = await openai.chat.completions.create({
        model: MAIN,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image_url', image_url: { url: PIXEL } },
            ],
          },
        ],
      })
      expect(answer.choices[0]?.message.content).toContain('I see 1 image')
    })

    it('gets thoughts apart from the answer', async () => {
      const body = {
        ...say('[[think:First this.]] [[say:Then that.]]'),
        reasoning_effort: 'high' as const,
      }
      const answer = await openai.chat.completions.create(body)
      expect(answer.choices[0]?.message).toMatchObject({
        content: 'Then that.',
        reasoning_content: 'First this.',
      })
    })

    it('embeds a text, a list and many, as the base64 it asks for by itself or as numbers', async () => {
      const one = await openai.embeddings.create({ model: MAIN, input: 'alone' })
      const numbers = await openai.embeddings.create({
        model: MAIN,
        input: 'alone',
        encoding_format: 'float',
      })
      expect(one.data[0]?.embedding).toHaveLength(64)
      one.data[0]?.embedding.forEach((value, at) => {
        expect(value).toBeCloseTo(numbers.data[0]?.embedding[at] ?? Number.NaN, 5)
      })
      const input = Array.from({ length: 2_000 }, (_, at) => `text ${at}`)
      const many = await openai.embeddings.create({ model: MAIN, input })
      expect(many.data.map(({ index }) => index)).toEqual(input.map((_, at) => at))
      const last = await openai.embeddings.create({ model: MAIN, input: ['text 1999'] })
      expect(many.data[1999]?.embedding).toEqual(last.data[0]?.embedding)
      expect(many.data[0]?.embedding).not.toEqual(many.data[1999]?.embedding)
    })

    it('reads errors by class, code, status and request id', async () => {
      const wrong = await openai.chat.completions
        .create({ ...say('x'), model: 'no-such-model' })
        .catch((error) => error)
      expect(wrong).toBeInstanceOf(OpenAI.NotFoundError)
      expect(wrong).toMatchObject({
        status: 404,
        code: 'model_not_found',
        type: 'not_found_error',
        param: 'model',
      })
      expect(wrong.requestID).toMatch(/^[\w.-]{1,64}$/)
      const bad = await openai.chat.completions
        .create({ ...say('x'), temperature: 9 })
        .catch((error) => error)
      expect(bad).toBeInstanceOf(OpenAI.BadRequestError)
      expect(bad).toMatchObject({ code: 'invalid_request', param: 'temperature' })
    })

    it('lists and retrieves models', async () => {
      const models = await all(openai.models.list())
      expect(models.map(({ id }) => id)).toEqual([MAIN])
      expect(await openai.models.retrieve(MAIN)).toMatchObject({ id: MAIN, object: 'model' })
      expect(await openai.models.retrieve('qwen3-vl:8b')).toMatchObject({
        id: 'qwen3-vl:8b',
        owned_by: 'sim',
      })
    })

    it('stops the backend when it aborts in mid-stream', async () => {
      const before = (await simulator.stats()).cancelled.length
      await simulator.control({ fail: { mode: 'hang_mid_stream', after: 2, times: 1 } })
      const stream = await openai.chat.completions.create({ ...say('[[tokens:50]]'), stream: true })
      for await (const _ of stream) break
      const { cancelled } = await eventually(simulator, (stats) => stats.cancelled.length > before)
      expect(cancelled.at(-1)?.phase).toBe('decode')
    })

    it.each(['error_mid_stream', 'no_finish', 'cut_mid_stream'] as const)(
      'throws at %s',
      async (mode) => {
        await simulator.control({ fail: { mode, after: 3, times: 1 } })
        const stream = await openai.chat.completions.create({
          ...say('[[tokens:50]]'),
          stream: true,
        })
        let seen = ''
        const read = async () => {
          for await (const { choices } of stream) seen += choices[0]?.delta.content ?? ''
        }
        await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError)
        expect(seen).toContain('word1')
      },
    )
  })

  describe('the AI SDK', () => {
    const weather = tool({
      description: 'The weather of a city.',
      inputSchema: jsonSchema<{ city: string }>(WEATHER.function.parameters),
      execute: async ({ city }) => `sunny in ${city}`,
    })

    it('generates and streams text', async () => {
      const { text, finishReason, usage } = await generateText({
        model: provider(MAIN),
        prompt: '[[say:Grüße]]',
      })
      expect({ text, finishReason }).toEqual({ text: 'Grüße', finishReason: 'stop' })
      expect(usage.inputTokens).toBeGreaterThan(0)
      const streamed = streamText({ model: provider(MAIN), prompt: '[[say:Grüße, 世界 🌍]]' })
      expect(await streamed.text).toBe('Grüße, 世界 🌍')
      expect(await streamed.finishReason).toBe('stop')
      expect((await streamed.usage).inputTokens).toBeGreaterThan(0)
    })

    it.each([false, true])('runs tools and goes on, streamed: %s', async (streamed) => {
      const ask = {
        model: provider(MAIN),
        prompt: TWO_CALLS,
        tools: { weather },
        stopWhen: stepCountIs(3),
      }
      const result = streamed ? streamText(ask) : await generateText(ask)
      expect(await result.text).toContain('sunny in Oslo')
      expect(await result.text).toContain('sunny in Rom')
      expect((await result.steps)[0]?.toolCalls.map(({ input }) => input)).toEqual([
        { city: 'Oslo' },
        { city: 'Rom' },
      ])
    })

    it('gets an object, sees an image, hears thoughts and embeds', async () => {
      const { output } = await generateText({
        model: provider(MAIN),
        prompt: 'A city.',
        output: Output.object({ schema: jsonSchema<{ city: string; people: number }>(SCHEMA) }),
      })
      expect(output.city).toBeTypeOf('string')
      const messages: ModelMessage[] = [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'file', mediaType: 'image/png', data: PIXEL },
          ],
        },
      ]
      expect((await generateText({ model: provider(MAIN), messages })).text).toContain(
        'I see 1 image',
      )
      const { reasoningText, text } = await generateText({
        model: provider(MAIN),
        prompt: '[[think:First this.]] [[say:Then that.]]',
        providerOptions: { router: { reasoningEffort: 'high' } },
      })
      expect({ reasoningText, text }).toEqual({ reasoningText: 'First this.', text: 'Then that.' })
      const { embeddings } = await embedMany({
        model: provider.embeddingModel(MAIN),
        values: ['one', 'two'],
      })
      expect(embeddings.map(({ length }) => length)).toEqual([64, 64])
    })

    it.each(['error_mid_stream', 'no_finish', 'cut_mid_stream'] as const)(
      'throws at %s',
      async (mode) => {
        await simulator.control({ fail: { mode, after: 3, times: 1 } })
        const errors: unknown[] = []
        const streamed = streamText({
          model: provider(MAIN),
          prompt: '[[tokens:50]]',
          maxRetries: 0,
          onError: ({ error }) => {
            errors.push(error)
          },
        })
        await streamed.consumeStream()
        expect(errors).toHaveLength(1)
        expect(await streamed.finishReason).toBe('error')
      },
    )
  })
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}
