import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { json, type Router, startRouter, until } from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

const KINDS = ['ollama', 'llama.cpp', 'openai'] as const
const CHATS = ['/api/chat', '/v1/chat/completions']

/** What nobody asks for begins ten seconds after the start. */
const UNASKED_MS = 12_000

const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-first-run-'))
let simulators: readonly Simulator[] = []

beforeAll(async () => {
  const speed = { prefill: 50_000, decode: 20_000, load: 0.01 }
  simulators = await Promise.all(
    KINDS.map((kind, at) =>
      startSimulator(kind, { models: [{ name: `model-${at}:8b`, parameters: 8, speed }] }),
    ),
  )
})

afterAll(async () => {
  await Promise.all(simulators.map((simulator) => simulator.stop()))
  rmSync(folder, { recursive: true, force: true })
})

function start(): Promise<Router> {
  const backends = simulators.map(({ url }, at) => {
    return `  - { name: backend-${at}, kind: ${KINDS[at]}, url: '${url}' }`
  })
  return startRouter({
    yaml: `backends:\n${backends.join('\n')}`,
    env: {
      ROUTER_PROFILING_ENABLED: 'true',
      ROUTER_PROFILE_PROMPTS_PER_CATEGORY: '2',
      ROUTER_DATABASE_URL: `sqlite:///${join(folder, 'router.db')}`,
    },
  })
}

async function asked(): Promise<readonly number[]> {
  const all = await Promise.all(simulators.map((simulator) => simulator.stats()))
  return all.map(({ byPath }) => CHATS.reduce((sum, path) => sum + (byPath[path] ?? 0), 0))
}

it('a first run profiles what it finds by itself, on every kind of server; a second asks nothing', {
  timeout: 120_000,
}, async () => {
  const first = await start()
  expect(await asked()).toEqual([0, 0, 0])
  const jobs = async () =>
    (await json<{ jobs: { kind: string; state: string }[] }>(await first.get('/admin/jobs'))).jobs
  await until(async () => (await jobs()).some(({ state }) => state === 'done'), 60_000)
  expect((await jobs()).map(({ kind }) => kind)).toEqual(['profile'])
  const { profiles } = await json<{ profiles: { profiled_at: string | null }[] }>(
    await first.get('/admin/profiles'),
  )
  expect(profiles).toHaveLength(3)
  for (const { profiled_at } of profiles) expect(profiled_at).not.toBeNull()
  await first.stop()
  const before = await asked()
  for (const calls of before) expect(calls).toBeGreaterThan(16)
  const second = await start()
  await sleep(UNASKED_MS)
  expect(await asked()).toEqual(before)
  expect((await json<{ jobs: object[] }>(await second.get('/admin/jobs'))).jobs).toHaveLength(1)
  await second.stop()
})
