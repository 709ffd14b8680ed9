import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openQuestions } from '../../src/learning/judge/questions/index.ts'
import { writeReplies } from '../support/known-replies.ts'
import { json, type Router, startRouter, until } from '../support/router.ts'
import { runRouter } from '../support/router-process.ts'
import { GOOD, POOR, type ScriptedJudge, scriptedJudge } from '../support/scripted-judge.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

interface Status {
  readonly model: string
  readonly problem: string | null
  readonly agreement: number | null
  readonly weight: number | null
  readonly calls: number
  readonly max_calls: number
  readonly cost: number | null
}

interface Profile {
  readonly families: Readonly<
    Record<string, { readonly quality: number; readonly evidence: { readonly judge: number } }>
  >
}

const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-judge-'))
const database = `sqlite:///${join(folder, 'router.db')}`
const CALLS = 2 * 24 + 2 * 2 * openQuestions.length
let ollama: Simulator
let judge: ScriptedJudge

beforeAll(async () => {
  ollama = await startSimulator('ollama', {
    models: [GOOD, POOR].map((text) => ({
      ...{ name: text === GOOD ? 'able:8b' : 'idle:8b', parameters: 8 },
      ...{ replies: repliesOf(text), speed: { prefill: 50_000, decode: 20_000, load: 0.01 } },
    })),
  })
  judge = await scriptedJudge()
})

afterAll(async () => {
  await Promise.all([ollama?.stop(), judge?.close()])
  rmSync(folder, { recursive: true, force: true })
})

function repliesOf(text: string): string {
  const path = join(folder, `${text.length}.json`)
  const turns = openQuestions.flatMap((question) => question.turns)
  const others = Object.fromEntries(turns.map((turn) => [turn, { text }]))
  writeReplies(path, ({ difficulty }) => difficulty <= 0.45, others)
  return path
}

function start(env: Readonly<Record<string, string>> = {}, more = ''): Promise<Router> {
  return startRouter({
    yaml: `
backends:
  - { name: desk, kind: ollama, url: '${ollama.url}' }${more}`,
    env: {
      ROUTER_DATABASE_URL: database,
      ROUTER_PROFILE_PROMPTS_PER_CATEGORY: '3',
      ROUTER_JUDGE_ENABLED: 'true',
      ROUTER_JUDGE_MODEL: 'some/judge',
      ROUTER_JUDGE_BASE_URL: `${judge.url}/v1`,
      ROUTER_JUDGE_API_KEY: 'sk-judge',
      ROUTER_JUDGE_HTTP_REFERER: 'https://home.example',
      ROUTER_JUDGE_X_TITLE: 'Home',
      ROUTER_JUDGE_RETRY_BASE_DELAY: '0.01',
      ...env,
    },
  })
}

/** Profiles all there is, and says what went wrong. */
async function profile(router: Router, body: object = {}): Promise<readonly string[]> {
  await router.post('/admin/reprofile', body)
  const job = async () =>
    json<{ state: string; problems: string[] }>(await router.get('/admin/jobs/latest'))
  await until(async () => (await job()).state === 'done', 60_000)
  return (await job()).problems
}

async function statusOf(router: Router): Promise<Status | null> {
  return (await json<{ judge: Status | null }>(await router.get('/admin/stats'))).judge
}

async function profileOf(router: Router, model: string): Promise<Profile> {
  const response = await router.get(`/admin/profiles?model=${model}`)
  const [found] = (await json<{ profiles: Profile[] }>(response)).profiles
  if (found === undefined) throw new Error(`There is no profile of ${model}.`)
  return found
}

describe('a judge', () => {
  it('that fails is no evidence, and a problem that is told', { timeout: 60_000 }, async () => {
    judge.failure = { status: 500, body: { error: { message: 'out of order' } } }
    const router = await start({ ROUTER_JUDGE_MAX_RETRIES: '2' })
    const problems = await profile(router)
    expect(problems.join()).toMatch(/judge: .*out of order/)
    expect(judge.asked()).toBe(3)
    const { families } = await profileOf(router, 'able:8b')
    expect(Object.values(families).map(({ evidence }) => evidence.judge)).toEqual(Array(8).fill(0))
    expect(await statusOf(router)).toMatchObject({ calls: 3, agreement: null, weight: null })
    await router.stop()
    judge.failure = undefined
  })

  it('tells a model whose answers are good from one whose are not', {
    timeout: 60_000,
  }, async () => {
    const router = await start()
    const before = judge.asked()
    expect(await profile(router)).toEqual([])
    expect(judge.asked() - before).toBe(CALLS)
    const [able, idle] = await Promise.all(
      ['able:8b', 'idle:8b'].map((model) => profileOf(router, model)),
    )
    expect(able?.families['writing']?.evidence.judge).toBe(2)
    expect(able?.families['math']?.evidence.judge).toBe(0)
    const gap = (family: string): number =>
      (able?.families[family]?.quality ?? 0) - (idle?.families[family]?.quality ?? 0)
    expect(gap('writing')).toBeGreaterThan(0.05)
    expect(gap('chat')).toBeGreaterThan(0.05)
    expect(await statusOf(router)).toMatchObject({
      ...{ model: 'some/judge', problem: null, weight: 0.5, calls: CALLS + 3, max_calls: 2000 },
    })
    const { stdout } = await runRouter(['status', '--url', router.url]).ended
    expect(stdout).toMatch(/^Judge: some\/judge, right on 9\d %; this month 147 of 2000 calls, /m)
    await router.stop()
  })

  it('is asked as its API wants it, with nothing of a user’s', () => {
    const { headers, body } = judge.requests.at(-1) ?? {}
    expect(headers).toMatchObject({
      ...{ authorization: 'Bearer sk-judge', 'http-referer': 'https://home.example' },
      'x-title': 'Home',
    })
    expect(body).toMatchObject({ model: 'some/judge', temperature: 0 })
    expect(body).not.toHaveProperty('user')
  })

  it('is asked nothing twice, nor after a restart', { timeout: 60_000 }, async () => {
    const before = judge.asked()
    const router = await start()
    expect(await profile(router)).toEqual([])
    expect(judge.asked()).toBe(before)
    expect((await profileOf(router, 'able:8b')).families['writing']?.evidence.judge).toBe(2)
    await router.stop()
  })

  it('may be one of the router’s own models, which says nothing of itself', {
    timeout: 60_000,
  }, async () => {
    const before = judge.asked()
    const router = await start(
      {
        ROUTER_JUDGE_BASE_URL: '',
        ROUTER_JUDGE_API_KEY: '',
        ROUTER_DATABASE_URL: `sqlite:///${join(folder, 'own.db')}`,
      },
      `
  - { name: bench, kind: openai, url: '${judge.url}' }`,
    )
    expect(await profile(router, { models: ['able:8b', 'some/judge'] })).toEqual([])
    expect(await statusOf(router)).toMatchObject({ model: 'some/judge', weight: 0.5 })
    expect((await statusOf(router))?.calls).toBe(2 * 24 + 2 * openQuestions.length)
    expect(judge.asked() - before).toBeGreaterThan(2 * 24 + 2 * openQuestions.length)
    expect((await profileOf(router, 'some/judge')).families['chat']?.evidence.judge).toBe(0)
    await router.stop()
  })

  it('that nobody can find is a problem that is told', async () => {
    const router = await start({ ROUTER_JUDGE_BASE_URL: '', ROUTER_JUDGE_API_KEY: '' })
    expect((await profile(router)).join()).toMatch(
      /no model "some\/judge" here, and no judge.api_key/,
    )
    expect((await statusOf(router))?.problem).toMatch(/no model/)
    await router.stop()
  })
})
