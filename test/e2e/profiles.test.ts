import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { json, type Router, startRouter, until } from '../support/router.ts'

let backend: RecordingBackend
let router: Router
beforeAll(async () => {
  backend = await recordingBackend(['qwen2.5:14b', 'gemma2:2b', 'nomic-embed-text'])
  router = await startRouter({
    yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]`,
  })
})
afterAll(async () => {
  await router?.stop()
  await backend?.close()
})

interface Profile {
  readonly name: string
  readonly coding: number
  readonly last_profiled: string | null
  readonly families: Readonly<
    Record<string, { quality: number; sd: number; evidence: Record<string, number> }>
  >
}

async function profiles(query = ''): Promise<{ total: number; profiles: readonly Profile[] }> {
  return json(await router.get(`/admin/profiles${query}`))
}

describe('the profiles', () => {
  it('are of every chat model, by name and by page', async () => {
    const all = await profiles()
    expect(all.profiles.map(({ name }) => name)).toEqual(['gemma2:2b', 'qwen2.5:14b'])
    const page = await profiles('?limit=1&offset=1')
    expect(page).toMatchObject({ total: 2, profiles: [{ name: 'qwen2.5:14b' }] })
    expect((await profiles('?model=Gemma2:2b')).profiles.map(({ name }) => name)).toEqual([
      'gemma2:2b',
    ])
    expect((await profiles('?model=nope')).profiles).toEqual([])
  })

  it('say what the facts let expect, and that nothing else is known', async () => {
    const [small, large] = (await profiles()).profiles
    expect(large?.coding).toBeGreaterThan(small?.coding ?? 1)
    expect(large?.families['code']).toMatchObject({
      quality: large?.coding,
      evidence: { probes: 0, judge: 0, benchmarks: 0, feedback: 0, outcomes: 0 },
    })
    expect(large?.last_profiled).toBeNull()
  })

  it('say what votes tell, by kind of work', async () => {
    const before = (await profiles('?model=gemma2:2b')).profiles[0]
    const messages = [{ role: 'user', content: 'Translate to French: I have two cats.' }]
    const chat = await router.chat({ model: 'gemma2:2b', messages })
    const { id } = await json<{ id: string }>(chat)
    const response_id = id
    await router.post('/v1/feedback', { response_id, score: 1, category: 'extract' })
    await until(async () => {
      const [after] = (await profiles('?model=gemma2:2b')).profiles
      return (
        (after?.families['extract']?.quality ?? 0) > (before?.families['extract']?.quality ?? 1)
      )
    })
    const [after] = (await profiles('?model=gemma2:2b')).profiles
    expect(after?.families['extract']?.evidence['feedback']).toBeCloseTo(1)
    expect(after?.families['code']?.evidence['feedback']).toBe(0)
    expect(after?.last_profiled).toBeNull()
  })
})

it('the counts are those of the requests that are kept', async () => {
  await router.chat({ model: 'nope', messages: [{ role: 'user', content: 'Hello' }] })
  await until(async () => {
    const stats = await json<{ total_errors: number }>(await router.get('/admin/stats'))
    return stats.total_errors === 1
  })
  expect(await json(await router.get('/admin/stats'))).toMatchObject({
    total_requests: 2,
    requests_by_model: { 'gemma2:2b': 1 },
    requests_by_category: { extract: 1 },
    loaded_models: [],
  })
})
