import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChatBody, eventsOf, json, type Router, startRouter } from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

type Event = {
  readonly id: string
  readonly model: string
  readonly choices: readonly {
    readonly delta: Record<string, unknown>
    readonly finish_reason: string | null
  }[]
}

describe.each(['ollama', 'llama.cpp', 'openai'] as const)('the road to %s', (kind) => {
  let simulator: Simulator
  let router: Router

  beforeAll(async () => {
    simulator = await startSimulator(kind, {
      models: [
        { name: 'tiny-chat:1b', parameters: 1 },
        { name: 'tiny-embed', role: 'embedding' },
      ],
      router: kind === 'llama.cpp',
    })
    router = await startRouter({
      yaml: `backends: [{ name: sim, kind: ${kind}, url: '${simulator.url}' }]`,
    })
  })
  afterAll(async () => {
    await router?.stop()
    await simulator?.stop()
  })

  const ask = (text: string, more: object = {}) =>
    router.chat({ messages: [{ role: 'user', content: text }], ...more })

  it('a streamed answer comes back, with headers that say who answered and why', async () => {
    const response = await ask('Say it. [[say:Hello, world é漢]]', { stream: true })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('x-router-backend')).toBe('sim')
    expect(response.headers.get('x-router-attempts')).toBe('1')
    expect(response.headers.get('x-router-reason')).toMatch(/quality/)
    const events = eventsOf(await response.text())
    expect(events.at(-1)).toBe('[DONE]')
    const chunks = events.slice(0, -1) as Event[]
    expect(chunks.map(({ choices }) => choices[0]?.delta['content'] ?? '').join('')).toContain(
      'Hello, world é漢',
    )
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
    expect(chunks[0]?.id).toMatch(/^chatcmpl-[0-9A-Za-z]{22}$/)
    expect(new Set(chunks.map(({ model }) => model))).toEqual(
      new Set([response.headers.get('x-router-model')]),
    )
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop')
  })

  it('a whole answer comes back, with usage', async () => {
    const response = await ask('[[say:Hello]]')
    const body = await json<ChatBody>(response)
    expect(body).toMatchObject({
      object: 'chat.completion',
      model: response.headers.get('x-router-model'),
      choices: [{ index: 0, message: { role: 'assistant' }, finish_reason: 'stop' }],
    })
    expect(body.choices[0]?.message['content']).toContain('Hello')
    expect(body.usage.prompt_tokens).toBeGreaterThan(0)
    expect(body.usage.total_tokens).toBe(body.usage.prompt_tokens + body.usage.completion_tokens)
  })

  it('embeddings come back', async () => {
    const response = await router.embed({ input: ['one', 'two'] })
    const body = await json<{ data: { index: number; embedding: number[] }[] }>(response)
    expect(body.data.map(({ index }) => index)).toEqual([0, 1])
    expect(body.data[0]?.embedding.length).toBeGreaterThan(1)
  })
})
