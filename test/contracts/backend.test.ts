import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backendKinds } from '../../src/backends/index.ts'
import type { BackendKind } from '../../src/contracts/backend.ts'
import type { Placement } from '../../src/contracts/model.ts'
import { FACT_SOURCES } from '../../src/contracts/model.ts'
import { openaiEmbeddings } from '../../src/dialects/openai-embeddings.ts'
import { inferredFacts } from '../../src/models/inferred-facts.ts'
import {
  type BackendStage,
  connectedStage,
  embeds,
  kindOf,
  simulatedStage,
} from '../support/backend-stage.ts'
import { chatCallOf, hear, textOf } from '../support/heard-call.ts'

interface Subject {
  readonly title: string
  readonly kind: BackendKind
  readonly start: () => Promise<BackendStage>
  /** The server has a language of its own besides, by which it is recognised first. */
  readonly alsoSpeaksAnother?: boolean
  /** It lends its voice to this kind without being one: nobody recognises it, and it holds to no format. */
  readonly isLent?: boolean
}

/** What every backend promises, whatever its kind: tried on a simulated server of each, and on real ones where given. */
const subjects: readonly Subject[] = [
  ...backendKinds.map((kind) => ({
    title: `a simulated ${kind.title}`,
    kind,
    start: () => simulatedStage(kind),
  })),
  ...real('ollama', 'REAL_OLLAMA_URL'),
  ...real('llama.cpp', 'REAL_LLAMA_SERVER'),
  ...real('llama.cpp', 'REAL_LLAMA_ROUTER', ' in router mode'),
  ...real('openai', 'REAL_OPENAI_API').map((one) => ({ ...one, alsoSpeaksAnother: true })),
  ...real('anthropic', 'REAL_ANTHROPIC_API').map((one) => ({ ...one, isLent: true })),
]

function real(name: string, variable: string, mode = ''): readonly Subject[] {
  const url = process.env[variable]
  if (url === undefined) return []
  const kind = kindOf(name)
  const title = `the real ${kind.title}${mode}`
  return [{ title, kind, start: async () => connectedStage(kind, url) }]
}

/** Real servers compute on this machine's processor. */
const PATIENCE_MS = 60_000
const never = new AbortController().signal

describe.each(subjects)('$title', { timeout: PATIENCE_MS }, (subject) => {
  const { kind, start } = subject
  let stage: BackendStage
  let chatter: Placement
  let embedder: Placement | undefined

  beforeAll(async () => {
    stage = await start()
    const { models } = await stage.backend.look(never)
    const bySize = models.toSorted((a, b) => (a.sizeBytes ?? 0) - (b.sizeBytes ?? 0))
    const placementOfRole = async (role: string): Promise<Placement | undefined> => {
      const model = bySize.find(
        ({ id, facts }) => (facts.role ?? inferredFacts(id).role)?.value === role,
      )
      return model && stage.placement(model.id)
    }
    chatter = (await placementOfRole('chat')) as Placement
    embedder = embeds(kind) ? await placementOfRole('embedding') : undefined
  }, PATIENCE_MS)
  afterAll(() => stage?.stop())

  const chat = (body: object) => hear(stage.backend, chatCallOf(chatter, body))
  const say = (content: string) => ({ messages: [{ role: 'user', content }], temperature: 0 })

  it.skipIf(subject.isLent)('is recognised, and by its own kind first', async () => {
    const known = await Promise.all(backendKinds.map((one) => one.fingerprint(stage.url, never)))
    expect(known[backendKinds.indexOf(kind)]).toBe(true)
    if (!subject.alsoSpeaksAnother) expect(backendKinds[known.indexOf(true)]).toBe(kind)
  })

  it('lists models once each, every fact with its source', async () => {
    const { models } = await stage.backend.look(never)
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length)
    for (const { id, nativeId, facts } of models) {
      expect(id).not.toBe('')
      expect(nativeId).not.toBe('')
      const { capabilities, ...rest } = facts
      for (const fact of [...Object.values(rest), ...Object.values(capabilities)]) {
        expect(FACT_SOURCES).toContain(fact.source)
        expect(fact.value).toBeDefined()
      }
    }
  })

  it('tells a streamed answer as it comes: sent, text, finish, and the end once', async () => {
    const heard = chat({ ...say('Count from one to five.'), max_tokens: 12, stream: true })
    expect(heard.call.stream).toBe(true)
    await heard.over
    expect(heard.errors).toEqual([])
    const told = heard.told.filter((type) => type !== 'other')
    expect(told[0]).toBe('sent')
    expect(told.at(-1)).toBe('end')
    expect(told.filter((type) => type === 'end' || type === 'sent')).toHaveLength(2)
    const texts = told.lastIndexOf('text-delta')
    expect(texts).toBeGreaterThan(told.indexOf('text-delta'))
    expect(told.indexOf('finish')).toBeGreaterThan(texts)
    expect(told.filter((type) => type === 'finish')).toHaveLength(1)
    const { usage } = heard.answer()
    expect(usage?.input).toBeGreaterThan(0)
    expect(usage?.output).toBeGreaterThan(1)
  })

  it('tells an answer in one piece just so, once', async () => {
    const heard = chat({ ...say('Count from one to five.'), max_tokens: 12 })
    await heard.over
    expect(heard.errors).toEqual([])
    expect(heard.told.filter((type) => type === 'end')).toHaveLength(1)
    const { choices, usage } = heard.answer()
    expect(choices).toHaveLength(1)
    expect(choices[0]?.text).not.toBe('')
    expect(usage?.output).toBeGreaterThan(1)
    const streamed = chat({ ...say('Count from one to five.'), max_tokens: 12, stream: true })
    await streamed.over
    expect(textOf(streamed)).toBe(choices[0]?.text)
  })

  it('says that the limit ended an answer', async () => {
    const heard = chat({ ...say('Count from one to five.'), max_tokens: 2, stream: true })
    await heard.over
    expect(heard.answer().choices[0]?.finish).toBe('length')
    expect(heard.answer().usage?.output).toBe(2)
  })

  it.skipIf(subject.isLent)('holds answers to a format', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string', enum: ['Oslo', 'Rome'] } },
      required: ['city'],
      additionalProperties: false,
    }
    const response_format = { type: 'json_schema', json_schema: { name: 'place', schema } }
    const heard = chat({ ...say('Name a city as JSON.'), response_format, max_tokens: 40 })
    await heard.over
    expect(JSON.parse(heard.answer().choices[0]?.text ?? '')).toEqual({
      city: expect.stringMatching(/^(Oslo|Rome)$/),
    })
  })

  it('says that it does not know a model', async () => {
    const nobody = { ...chatter, nativeId: 'nobody:1b', facts: { capabilities: {} } }
    const heard = hear(stage.backend, chatCallOf(nobody, { ...say('Hello'), stream: true }))
    await heard.over
    // A server with one model answers for whatever it is asked.
    const answersAll = kind.kind === 'llama.cpp' && heard.errors.length === 0
    if (!answersAll) {
      expect(heard.errors).toMatchObject([
        { code: 'model_not_found', details: { backend: 'attic' } },
      ])
      expect(heard.told.at(-1)).toBe('error')
    }
  })

  it('is silent after a call was given up, and goes on serving', async () => {
    const heard = chat({ ...say('Count from one to nine hundred.'), stream: true })
    await heard.text
    heard.call.abort()
    const before = heard.told.length
    const next = chat({ ...say('Hello'), max_tokens: 4, stream: true })
    await next.over
    expect(next.errors).toEqual([])
    expect(heard.told).toHaveLength(before)
    expect(heard.told).not.toContain('end')
  })

  it('answers one call right after the other, whatever becomes of the connection', async () => {
    for (let calls = 0; calls < 24; calls += 1) {
      const heard = chat({ ...say('Hello'), max_tokens: 1, stream: calls % 2 === 0 })
      await heard.over
      expect(heard.errors).toEqual([])
    }
  })

  it('embeds in order', async (context) => {
    if (embedder === undefined) return context.skip('it has no embedding model')
    const body = { input: ['a cat sat on the mat', 'quarterly tax report', 'a cat sat on the mat'] }
    const request = openaiEmbeddings.decodeRequest(Buffer.from(JSON.stringify(body)))
    const answer = await stage.backend.embed({ request, placement: embedder }, never)
    const [cat = [], tax = [], again = []] = answer.vectors
    expect(answer.vectors).toHaveLength(3)
    expect(answer.inputTokens).toBeGreaterThan(10)
    expect([cat.length, tax.length]).toEqual([again.length, again.length])
    expect(similarity(cat, again)).toBeGreaterThan(0.999)
    expect(similarity(cat, tax)).toBeLessThan(0.9)
  })

  it('unloads and loads a model on order, or says that it takes none', async () => {
    const { backend } = stage
    const isLoaded = async (): Promise<boolean | undefined> =>
      (await backend.look(never)).models.find(({ id }) => id === chatter.model)?.loaded
    const refusal = await backend.unload?.(chatter, never).catch((thrown: unknown) => thrown)
    if (refusal !== undefined) return expect(refusal).toMatchObject({ code: 'not_manageable' })
    expect(await isLoaded()).toBe(false)
    await backend.load?.({ placement: chatter }, never)
    expect(await isLoaded()).toBe(true)
  })
})

function similarity(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
  return dot / (Math.hypot(...a) * Math.hypot(...b))
}
