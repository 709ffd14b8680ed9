import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeReplies } from '../support/known-replies.ts'
import {
  type ErrorBody,
  eventsOf,
  json,
  type Router,
  startRouter,
  until,
} from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

interface JobBody {
  readonly id: string
  readonly state: string
  readonly done: number
  readonly total: number
  readonly problems: readonly string[]
}

interface Profile {
  readonly name: string
  readonly families: Readonly<
    Record<string, { readonly quality: number; readonly evidence: { readonly probes: number } }>
  >
  readonly placements: readonly {
    readonly speed: Readonly<Record<'prefill_tps' | 'decode_tps' | 'load_s', number | null>>
    readonly context: Readonly<Record<'claimed' | 'served' | 'verified', number | null>>
    readonly capabilities: Readonly<
      Record<string, { readonly value: boolean; readonly source: string }>
    >
    readonly failures: Readonly<Record<string, string>>
  }[]
  readonly profiled_at: string | null
  readonly revision: string | null
}

const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-profiling-'))
const database = `sqlite:///${join(folder, 'router.db')}`
let ollama: Simulator
let llama: Simulator
let router: Router
let yaml = ''

beforeAll(async () => {
  writeReplies(join(folder, 'wise.json'), () => true)
  writeReplies(join(folder, 'coder.json'), ({ family }) => family === 'code')
  ollama = await startSimulator('ollama', {
    models: [
      {
        ...{ name: 'wise:8b', parameters: 8, talents: ['tools'], servedContext: 4096 },
        ...{ trainedContext: 131_072, replies: join(folder, 'wise.json') },
        speed: { prefill: 8000, decode: 500, load: 0.3 },
      },
      {
        ...{ name: 'coder:8b', parameters: 8, talents: ['thinking'] },
        replies: join(folder, 'coder.json'),
      },
      { name: 'embedder', role: 'embedding', embeddingLength: 16 },
    ],
  })
  llama = await startSimulator('llama.cpp', { models: [{ name: 'dull', parameters: 3 }] })
  yaml = `
backends:
  - { name: desk, kind: ollama, url: '${ollama.url}' }
  - { name: shelf, kind: llama.cpp, url: '${llama.url}' }`
  router = await start()
})

afterAll(async () => {
  await router?.stop()
  await Promise.all([ollama?.stop(), llama?.stop()])
  rmSync(folder, { recursive: true, force: true })
})

function start(): Promise<Router> {
  return startRouter({ yaml, env: { ROUTER_DATABASE_URL: database } })
}

async function profile(body: object = {}): Promise<string> {
  const response = await router.post('/admin/reprofile', body)
  expect(response.status).toBe(202)
  return (await json<{ job: string }>(response)).job
}

async function job(id = 'latest'): Promise<JobBody> {
  return json<JobBody>(await router.get(`/admin/jobs/${id}`))
}

async function profileOf(model: string): Promise<Profile | undefined> {
  const response = await router.get(`/admin/profiles?model=${model}`)
  return (await json<{ profiles: Profile[] }>(response)).profiles[0]
}

async function calls(): Promise<number> {
  const all = await Promise.all([ollama.stats(), llama.stats()])
  return all.reduce((sum, { byPath }) => {
    const asked = ['/api/chat', '/api/embed', '/v1/chat/completions']
    return sum + asked.reduce((count, path) => count + (byPath[path] ?? 0), 0)
  }, 0)
}

describe('a profile of a fleet', () => {
  it('is one job, which is followed to its end', { timeout: 90_000 }, async () => {
    const id = await profile()
    expect(await profile()).toBe(id)
    const events = eventsOf(await (await router.get(`/admin/jobs/${id}/events`)).text())
    const last = events.at(-1) as JobBody
    expect(last).toMatchObject({ id, state: 'done', problems: [] })
    expect(last.done).toBe(last.total)
    expect(events.length).toBeGreaterThan(3)
    expect((await job(id)).state).toBe('done')
  })

  it('tells what the models can do and how fast they are, whatever was claimed', async () => {
    const wise = (await profileOf('wise:8b'))?.placements[0]
    expect(wise?.speed.prefill_tps).toBeGreaterThan(8000 * 0.3)
    expect(wise?.speed.prefill_tps).toBeLessThan(8000 * 2)
    expect(wise?.speed.decode_tps).toBeGreaterThan(500 * 0.2)
    expect(wise?.speed.decode_tps).toBeLessThan(500 * 2)
    expect(wise?.capabilities).toMatchObject({
      tools: { value: true, source: 'measured' },
      json: { value: true, source: 'measured' },
      reasoning: { value: false, source: 'measured' },
    })
    expect(wise?.context).toMatchObject({ claimed: 131_072, served: 4096, verified: 4096 })
    expect(wise?.failures).toEqual({})
    const dull = (await profileOf('dull'))?.placements[0]
    expect(dull?.capabilities['tools']).toMatchObject({ value: false })
  })

  it('tells how good they are at each kind of work', async () => {
    const [wise, coder, dull] = await Promise.all(['wise:8b', 'coder:8b', 'dull'].map(profileOf))
    expect(wise?.families['math']?.evidence.probes).toBeGreaterThanOrEqual(10)
    expect(wise?.families['math']?.quality).toBeGreaterThan(0.75)
    expect(coder?.families['math']?.quality).toBeLessThan(0.3)
    expect(coder?.families['code']?.quality).toBeGreaterThan(0.5)
    expect(dull?.families['code']?.quality).toBeLessThan(0.4)
    expect(wise?.profiled_at).not.toBeNull()
    expect(wise?.revision).toContain('|')
  })

  it('is not made again, nor after a restart', async () => {
    const before = await calls()
    await profile()
    await until(async () => (await job()).state === 'done')
    await router.stop()
    router = await start()
    await profile()
    await until(async () => (await job()).state === 'done')
    expect(await calls()).toBe(before)
    expect((await profileOf('wise:8b'))?.families['math']?.quality).toBeGreaterThan(0.75)
  })

  it('is cancelled and gone on with', async () => {
    const id = await profile({ models: ['coder:8b'], force: true })
    const response = await fetch(`${router.url}/admin/jobs/${id}`, { method: 'DELETE' })
    expect(await json(response)).toMatchObject({ id, state: 'cancelled' })
    const next = await profile({ models: ['coder:8b@desk'] })
    expect(next).not.toBe(id)
    await until(async () => (await job(next)).state === 'done', 30_000)
  })
})

describe('what cannot be asked for', () => {
  it.each([
    [{ models: 'wise' }, 'invalid_request', 400],
    [{ models: [1] }, 'invalid_request', 400],
    [{ force: 'yes' }, 'invalid_request', 400],
    [{ models: ['wize:8b'] }, 'model_not_found', 404],
  ])('%j', async (body, code, status) => {
    const response = await router.post('/admin/reprofile', body)
    expect(response.status).toBe(status)
    expect((await json<ErrorBody>(response)).error.code).toBe(code)
  })

  it('a job that there is not', async () => {
    const paths = ['/admin/jobs/nope', '/admin/jobs/nope/events']
    for (const path of paths) {
      const response = await router.get(path)
      expect(response.status).toBe(404)
      expect((await json<ErrorBody>(response)).error.code).toBe('job_not_found')
    }
  })
})

it('a user is answered at once: the question on the same machine is broken off', async () => {
  const slow = await startSimulator('openai', {
    models: [{ name: 'slow:8b', speed: { decode: 5 } }],
  })
  const quick = await startSimulator('openai', { models: [{ name: 'quick:8b' }] })
  const desk = await startRouter({
    yaml: `
backends:
  - { name: slow, kind: openai, url: '${slow.url}' }
  - { name: quick, kind: openai, url: '${quick.url}', profile: false }`,
  })
  await desk.post('/admin/reprofile', { models: ['slow:8b'] })
  await until(async () => (await slow.stats()).open > 0)
  const messages = [{ role: 'user', content: '[[say:at once]]' }]
  const answer = await desk.chat({ model: 'quick:8b', messages })
  expect(answer.status).toBe(200)
  await until(async () => (await slow.stats()).cancelled.length > 0)
  await until(async () => (await slow.stats()).open > 0)
  await desk.stop()
  await Promise.all([slow.stop(), quick.stop()])
})

it('a user who waits for room at a narrow backend is let in: the question there is broken off', async () => {
  const slow = await startSimulator('openai', {
    models: [{ name: 'slow:8b', speed: { decode: 5 } }],
  })
  const desk = await startRouter({
    yaml: `backends: [{ name: slow, kind: openai, url: '${slow.url}', concurrency: 1 }]`,
  })
  await desk.post('/admin/reprofile', {})
  await until(async () => (await slow.stats()).open > 0)
  const messages = [{ role: 'user', content: '[[say:at once]]' }]
  const answer = await desk.chat({ model: 'slow:8b', messages, max_tokens: 5 })
  expect(answer.status).toBe(200)
  expect((await slow.stats()).cancelled.length).toBeGreaterThan(0)
  await desk.stop()
  await slow.stop()
})
