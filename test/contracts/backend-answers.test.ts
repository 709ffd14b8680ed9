import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { backendKinds } from '../../src/backends/index.ts'
import type { Backend } from '../../src/contracts/backend.ts'
import type { EmbeddingAnswer } from '../../src/contracts/embedding.ts'
import type { Placement, ReportedModel } from '../../src/contracts/model.ts'
import { embed } from '../../src/demo/engine/embed.ts'
import { openaiEmbeddings } from '../../src/dialects/openai-embeddings.ts'
import {
  connectedStage,
  embeds,
  SIMULATED_CONTEXT,
  SIMULATED_MODELS,
  type SimulatedStage,
  simulatedStage,
} from '../support/backend-stage.ts'
import { chatCallOf, hear, textOf } from '../support/heard-call.ts'
import { until } from '../support/router.ts'
import { eventually } from '../support/simulators.ts'

const never = new AbortController().signal
const ROLES = { chat: undefined, embedding: 'embedding' } as const
const WEATHER = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: {} } },
}

/** What a simulated server said must arrive as it was said. */
describe.each(backendKinds)('a backend of kind $kind', (kind) => {
  let stage: SimulatedStage
  let backend: Backend
  let plain: Placement
  let able: Placement
  let slow: Placement
  let vectors: Placement | undefined

  beforeAll(async () => {
    stage = await simulatedStage(kind)
    backend = stage.backend
    plain = await stage.placement('plain:1b')
    able = await stage.placement('able:7b')
    slow = await stage.placement('slow:1b')
    if (embeds(kind)) vectors = await stage.placement('vectors:1b')
  })
  beforeEach(() => stage.simulator.control({ fail: null, speed: 1 }))
  afterAll(() => stage?.stop())

  const say = (content: string) => ({ messages: [{ role: 'user', content }] })
  const looked = async (id: string): Promise<ReportedModel | undefined> =>
    (await backend.look(never)).models.find((model) => model.id === id)

  describe('a look', () => {
    it('finds every model with what is known of it', async () => {
      const { models } = await backend.look(never)
      const offered = SIMULATED_MODELS.filter((model) => embeds(kind) || !('role' in model))
      expect(models.map(({ id }) => id)).toEqual(offered.map(({ name }) => name))
      for (const [at, { facts }] of models.entries()) {
        const { role = 'chat', talents = [] }: { role?: 'chat' | 'embedding'; talents?: string[] } =
          structuredClone(offered[at]) as object
        expect(facts.servedContext?.value).toBe(SIMULATED_CONTEXT)
        expect([role, ROLES[role]]).toContain(facts.role?.value ?? ROLES[role])
        for (const [capability, talent] of [
          ['vision', 'vision'],
          ['tools', 'tools'],
          ['reasoning', 'thinking'],
        ] as const) {
          const known = facts.capabilities[capability]
          if (known !== undefined) expect(known.value).toBe(talents.includes(talent))
        }
      }
      expect(models[1]?.facts.capabilities.vision).toEqual({ value: true, source: 'reported' })
    })

    it('costs nothing: no model is loaded and none is asked', async () => {
      const fresh = await simulatedStage(kind)
      try {
        await fresh.backend.look(never)
        await fresh.backend.look(never)
        const stats = await fresh.simulator.stats()
        expect(stats.loads).toBe(0)
        const asked = Object.keys(stats.byPath)
        expect(asked.length).toBeGreaterThan(0)
        expect(asked.filter((path) => /chat|completions|generate|embed/.test(path))).toEqual([])
      } finally {
        await fresh.stop()
      }
    })

    it('sees which models are loaded, or says nothing of it', async () => {
      await hear(backend, chatCallOf(plain, say('Hello'))).over
      const loaded = (await looked('plain:1b'))?.loaded
      expect([true, undefined]).toContain(loaded)
      const fresh = await simulatedStage(kind)
      const before = (await fresh.backend.look(never)).models.map((model) => model.loaded)
      await fresh.stop()
      expect(new Set(before)).toEqual(new Set([loaded === true ? false : undefined]))
    })

    it('sees models come and go', async () => {
      await stage.simulator.control({ add: [{ name: 'late:1b' }] })
      expect(await looked('late:1b')).toBeDefined()
      await stage.simulator.control({ remove: ['late:1b'] })
      expect(await looked('late:1b')).toBeUndefined()
    })

    it('ends when its signal says so', async () => {
      await expect(backend.look(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    })
  })

  it('strips a prefix from what is listed and puts it before what is asked for', async () => {
    await stage.simulator.control({ add: [{ name: 'team/inner:1b' }] })
    const team = connectedStage(kind, stage.url, { prefix: 'team/' })
    const inner = await team.placement('inner:1b')
    expect(inner.nativeId).toBe('team/inner:1b')
    const heard = hear(team.backend, chatCallOf(inner, say('[[say:from the team]]')))
    await heard.over
    expect(heard.answer().choices[0]?.text).toBe('from the team')
    await stage.simulator.control({ remove: ['team/inner:1b'] })
    await team.stop()
  })

  it('sends its key and the headers of its settings with everything', async () => {
    const settings = { apiKey: 'key-of-the-backend', headers: { 'X-Team': 'ours' } }
    const keyed = connectedStage(kind, stage.url, settings)
    const before = (await stage.simulator.stats()).requests
    await hear(keyed.backend, chatCallOf(await keyed.placement('plain:1b'), say('Hello'))).over
    if (embeds(kind)) await keyed.backend.embed(embedding({ input: 'a' }), never)
    const { recent, requests } = await stage.simulator.stats()
    const sent = recent.slice(before - requests)
    expect(sent.length).toBeGreaterThan(1)
    const bearer = kind.kind === 'anthropic' ? undefined : 'Bearer key-of-the-backend'
    for (const { headers } of sent) {
      expect(headers['authorization']).toBe(bearer)
      if (bearer === undefined) expect(headers['x-api-key']).toBe('key-of-the-backend')
      expect(headers['x-team']).toBe('ours')
    }
    await keyed.stop()
  })

  describe.each([true, false])('a chat with stream: %s', (stream) => {
    const chat = async (placement: Placement, body: object) => {
      const heard = hear(backend, chatCallOf(placement, { ...body, stream }))
      await heard.over
      expect(heard.errors).toEqual([])
      return heard
    }
    const choiceOf = async (placement: Placement, body: object) =>
      (await chat(placement, body)).answer().choices[0]

    it('brings every character', async () => {
      const text =
        'Grüße, 漢字 \u{1f469}\u200d\u{1f467} "quoted" \\n \\u0041 </think> data: {}\n\n\tend'
      expect(await choiceOf(plain, say(`[[say:${text}]]`))).toMatchObject({ text, finish: 'stop' })
    })

    it('ends at a stop word, or at its limit', async () => {
      const told = say('[[say:one two three four]]')
      expect(await choiceOf(plain, { ...told, stop: ' three' })).toMatchObject({
        text: 'one two',
        finish: 'stop',
      })
      expect(await choiceOf(plain, { ...told, max_completion_tokens: 3 })).toMatchObject({
        text: 'one two three',
        finish: 'length',
      })
    })

    it('calls tools, several at once, each with a place and an id of its own', async () => {
      const asked = say('[[call:weather {"city":"Oslo é"}]] [[call:weather {"city":"Rome"}]]')
      const choice = await choiceOf(able, { ...asked, tools: [WEATHER] })
      expect(choice?.finish).toBe('tool-calls')
      const calls = choice?.toolCalls ?? []
      expect(calls.map(({ name, arguments: args }) => [name, JSON.parse(args)])).toEqual([
        ['weather', { city: 'Oslo é' }],
        ['weather', { city: 'Rome' }],
      ])
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
      expect(calls.every(({ id }) => id !== '')).toBe(true)
    })

    it('hands the results of tools back', async () => {
      const call = {
        id: 'call_1',
        type: 'function',
        function: { name: 'weather', arguments: '{}' },
      }
      const messages = [
        { role: 'user', content: 'Weather?' },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: 'rain in Oslo' },
      ]
      const choice = await choiceOf(able, { messages, tools: [WEATHER] })
      expect(choice?.text).toContain('rain in Oslo')
      expect(choice?.finish).toBe('stop')
    })

    it('keeps thoughts apart from words', async () => {
      const asked = say('[[think:first I think]] [[say:then I speak]]')
      expect(await choiceOf(able, { ...asked, reasoning_effort: 'high' })).toMatchObject({
        reasoning: 'first I think',
        text: 'then I speak',
      })
      expect(await choiceOf(able, { ...asked, reasoning_effort: 'none' })).toMatchObject({
        reasoning: '',
        text: 'then I speak',
      })
    })

    it('shows pictures', async () => {
      const url = 'data:image/png;base64,iVBORw0KGgo='
      const content = [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url } },
      ]
      const choice = await choiceOf(able, { messages: [{ role: 'user', content }] })
      expect(choice?.text).toContain('I see 1 image')
    })

    it('names what it leaves out, and sends the rest', async () => {
      const body = { ...say('Hello'), temperature: 0.5, seed: 7, logit_bias: { 5: 1 }, made_up: 1 }
      const heard = await chat(plain, body)
      const { recent } = await stage.simulator.stats()
      const sent = JSON.parse(recent.at(-1)?.body ?? '') as Record<string, unknown>
      for (const field of Object.keys(body)) {
        const left = heard.call.dropped.includes(field)
        expect([field, JSON.stringify(sent).includes(`"${field}"`)]).toEqual([field, !left])
      }
      expect(heard.call.dropped).not.toContain('temperature')
    })
  })

  it('pauses, and goes on where it was', async () => {
    const heard = hear(backend, chatCallOf(slow, { ...say('[[tokens:100]]'), stream: true }))
    await heard.text
    heard.call.pause()
    await stage.simulator.control({ speed: 1e6 })
    await eventually(stage.simulator, ({ open }) => open === 0)
    expect(heard.told).not.toContain('end')
    expect(textOf(heard)).not.toContain('word100')
    heard.call.resume()
    await heard.over
    expect(textOf(heard)).toMatch(/^word1 .* word100$/)
    expect(heard.told.filter((type) => type === 'end' || type === 'error')).toEqual(['end'])
  })

  it('knows whether a placement is at work, or has no way to', async () => {
    const idle = (): Promise<boolean> | undefined => backend.idle?.(slow, never)
    if (idle() === undefined) return
    const heard = hear(backend, chatCallOf(slow, { ...say('[[tokens:500]]'), stream: true }))
    await heard.text
    expect(await idle()).toBe(false)
    heard.call.abort()
    await until(async () => (await idle()) === true)
  })

  describe.runIf(embeds(kind))('embeddings', () => {
    const ask = (body: object): Promise<EmbeddingAnswer> => backend.embed(embedding(body), never)

    it('come in the order of any number of inputs, whichever batch is done first', async () => {
      const input = Array.from({ length: 200 }, (_, at) => `text number ${at}`)
      input[0] = 'long '.repeat(3_000)
      const answer = await ask({ input })
      expect(answer.vectors).toHaveLength(200)
      for (const [at, vector] of answer.vectors.entries()) {
        const own = embed(input[at] ?? '', 32)
        expect(Math.max(...vector.map((value, i) => Math.abs(value - (own[i] ?? 0))))).toBeLessThan(
          1e-6,
        )
      }
      expect(answer.inputTokens).toBeGreaterThan(3_000)
    })

    it('are as long as was asked, or as the model makes them', async () => {
      const { vectors: found } = await ask({ input: 'a text', dimensions: 8 })
      expect([8, 32]).toContain(found[0]?.length)
    })

    it('end when their signal says so', async () => {
      await stage.simulator.control({ fail: { mode: 'hang_before_headers' } })
      const { cancelled } = await stage.simulator.stats()
      const leaving = new AbortController()
      const asked = backend.embed(embedding({ input: 'a' }), leaving.signal)
      await eventually(stage.simulator, ({ open }) => open === 1)
      leaving.abort(new Error('the client left'))
      await expect(asked).rejects.toThrow('the client left')
      const after = await eventually(stage.simulator, ({ open }) => open === 0)
      expect(after.cancelled).toHaveLength(cancelled.length + 1)
    })
  })

  it.skipIf(embeds(kind))('says that it embeds nothing', async () => {
    await expect(backend.embed(embedding({ input: 'a' }), never)).rejects.toMatchObject({
      code: 'unsupported_content',
    })
  })

  function embedding(body: object) {
    const request = openaiEmbeddings.decodeRequest(Buffer.from(JSON.stringify(body)))
    return { request, placement: vectors ?? plain }
  }
})
