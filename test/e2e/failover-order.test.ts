import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ChatBody, type ErrorBody, json, type Router, startRouter } from '../support/router.ts'
import { refusing, type ScriptedFleet, scriptedFleet } from '../support/scripted-fleet.ts'

const LARGE = 'llama3.3:70b'
const MIDDLE = 'llama3.1:8b'
const SMALL = 'llama3.2:1b'
const SEEING = 'llava:13b'
const MODELS = [LARGE, MIDDLE, SMALL, SEEING]
const HARD =
  'Prove that every finite group of order p^2, p prime, is abelian, and derive the classification step by step.'
const IMAGE = {
  type: 'image_url',
  image_url: { url: `data:image/png;base64,${Buffer.from('no real image').toString('base64')}` },
}

let fleet: ScriptedFleet
let router: Router
let askedBefore: number

beforeAll(async () => {
  fleet = await scriptedFleet(['first', 'second'], MODELS)
  const elsewhere = [LARGE, MIDDLE, SMALL].map((model) => `'${model}@second'`)
  router = await startRouter({
    yaml: `backends:
${fleet.yaml()}
models:
  include: [${MODELS.map((model) => `'${model}'`)}]
  exclude: [${elsewhere}]
routing: { quality_preference: 1 }`,
  })
})
afterAll(async () => {
  await router?.stop()
  await fleet?.close()
})
beforeEach(() => {
  for (const model of MODELS) fleet.direct(model, {})
  askedBefore = MODELS.flatMap(fleet.asked).length
})

const broken = { first: refusing(500), second: refusing(500) }
const ask = (content: unknown) => router.chat({ messages: [{ role: 'user', content }] })

describe('what answers when the best one fails', () => {
  it('is the next best model, by the same measure', async () => {
    const best = await ask(HARD)
    expect(best.headers.get('x-router-model')).toBe(LARGE)
    fleet.direct(LARGE, broken)
    const next = await ask(HARD)
    expect(next.headers.get('x-router-model')).toBe(MIDDLE)
    expect(next.headers.get('x-router-reason')).toContain(`${LARGE}@first failed (upstream_error)`)
    expect((await json<ChatBody>(next)).model).toBe(MIDDLE)
  })

  it('is not asked when its backend is the one that cannot be of use', async () => {
    fleet.direct(LARGE, { first: refusing(401) })
    const next = await ask(HARD)
    expect(next.headers.get('x-router-backend')).toBe('second')
    expect(next.headers.get('x-router-model')).toBe(SEEING)
  })

  it('can see, where an image is shown', async () => {
    fleet.direct(SEEING, { first: refusing(500) })
    const next = await ask([{ type: 'text', text: 'What is this?' }, IMAGE])
    expect(next.status).toBe(200)
    expect(next.headers.get('x-router-model')).toBe(SEEING)
    expect(next.headers.get('x-router-backend')).toBe('second')
  })

  it('is nobody, where nobody else can see', async () => {
    fleet.direct(SEEING, broken)
    const none = await ask([{ type: 'text', text: 'What is this?' }, IMAGE])
    expect(none.status).toBe(502)
    expect((await json<ErrorBody>(none)).error.code).toBe('upstream_error')
    expect(none.headers.get('x-router-attempts')).toBe('2')
    expect(MODELS.flatMap(fleet.asked).length - askedBefore).toBe(2)
  })
})
