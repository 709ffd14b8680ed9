import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { type ErrorBody, json, type Router, startRouter, until } from '../support/router.ts'

const FIRST = 'qwen2.5:14b'
const SECOND = 'gemma2:9b'
const WORDS = 'Write a Python function that merges two sorted lists.'

let backend: RecordingBackend
let router: Router
beforeAll(async () => {
  backend = await recordingBackend([FIRST, SECOND])
  router = await startRouter({
    yaml: `
backends: [{ name: up, kind: openai, url: '${backend.url}' }]
routing: { quality_preference: 0.9 }`,
  })
})
afterAll(async () => {
  await router?.stop()
  await backend?.close()
})

async function answerOf(model: string): Promise<string> {
  const response = await router.chat({ model, messages: [{ role: 'user', content: WORDS }] })
  return (await json<{ id: string }>(response)).id
}

function vote(body: object, user = 'ann'): Promise<Response> {
  return router.post('/v1/feedback', body, { 'x-openwebui-user-id': user })
}

interface Candidate {
  readonly model: string
  readonly quality: number
}

async function explained(prompt = WORDS): Promise<readonly Candidate[]> {
  const response = await router.post('/admin/explain', { prompt, policy: 'quality' })
  return (await json<{ candidates: readonly Candidate[] }>(response)).candidates
}

async function qualityOf(model: string, prompt = WORDS): Promise<number> {
  return (await explained(prompt)).find((one) => one.model === model)?.quality ?? Number.NaN
}

interface Votes {
  readonly total: number
  readonly feedback: readonly { readonly score: number; readonly model: string }[]
}

const votes = async (query = ''): Promise<Votes> =>
  json<Votes>(await router.get(`/admin/feedback${query}`))

describe('a vote', () => {
  it('takes the place of an earlier one by the same voter on the same answer', async () => {
    const id = await answerOf(FIRST)
    for (const score of [-1, 0.5]) {
      const response = await vote({ response_id: id, score, comment: 'well', category: 'Coding' })
      expect(await json(response)).toEqual({ status: 'success', response_id: id })
    }
    await vote({ response_id: id, score: -0.5 }, 'ben')
    const { total, feedback } = await votes()
    expect(total).toBe(2)
    expect(feedback.map(({ score }) => score)).toEqual([-0.5, 0.5])
    expect(feedback[0]?.model).toBe(FIRST)
    expect((await votes(`?model=${SECOND}`)).total).toBe(0)
    for (const user of ['ann', 'ben']) await vote({ response_id: id, score: 0 }, user)
  })

  it.each([
    [{ response_id: 'chatcmpl-none', score: 1 }, 404, 'response_not_found', 'response_id'],
    [{ score: 1 }, 400, 'invalid_request', 'response_id'],
    [{ response_id: 'x', score: 2 }, 400, 'invalid_request', 'score'],
    [{ response_id: 'x', score: 'good' }, 400, 'invalid_request', 'score'],
    [{ response_id: 'x', score: 1, comment: 5 }, 400, 'invalid_request', 'comment'],
    [[], 400, 'invalid_request', null],
  ])('is refused where it cannot be one: %j', async (body, status, code, param) => {
    const response = await vote(body)
    expect(response.status).toBe(status)
    expect((await json<ErrorBody>(response)).error).toMatchObject({ code, param })
  })

  it('names the nearest category where there is none of that name', async () => {
    const response = await vote({ response_id: await answerOf(FIRST), score: 1, category: 'codng' })
    expect(response.status).toBe(400)
    expect((await json<ErrorBody>(response)).error.message).toContain('Did you mean "coding"?')
  })

  it.each(['?limit=0', '?limit=x', '?offset=-1'])(
    'is listed by pages that there are: %s',
    async (query) => {
      expect((await router.get(`/admin/feedback${query}`)).status).toBe(400)
    },
  )
})

describe('what people think', () => {
  it('decides who is chosen for such work, and hardly anything else', async () => {
    const before = await explained()
    expect(before[0]?.model).toBe(FIRST)
    const ids = { [FIRST]: await answerOf(FIRST), [SECOND]: await answerOf(SECOND) }
    expect(ids).toBeDefined()
    for (let rater = 0; rater < 40; rater++) {
      const flipped = rater % 10 === 0 ? -1 : 1
      await vote({ response_id: await answerOf(FIRST), score: -flipped }, `rater-${rater}`)
      await vote({ response_id: await answerOf(SECOND), score: flipped }, `rater-${rater}`)
    }
    await until(async () => (await explained())[0]?.model === SECOND)
    const translation = 'Translate to French: the weather is fine today.'
    const [well, badly] = [await qualityOf(FIRST, translation), await qualityOf(FIRST)]
    expect(well).toBeGreaterThan(badly)
  })

  it('is not moved by one who votes a thousand times', async () => {
    const before = await qualityOf(SECOND)
    for (let at = 0; at < 200; at++)
      await vote({ response_id: await answerOf(SECOND), score: -1 }, 'mallory')
    await until(async () => (await qualityOf(SECOND)) !== before)
    expect((await explained())[0]?.model).toBe(SECOND)
  })
})
