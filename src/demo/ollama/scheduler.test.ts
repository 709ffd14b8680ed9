import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recorded } from '../../../test/support/recorded.ts'
import type { Simulator } from '../../../test/support/simulators.ts'
import { eventually, startSimulator } from '../../../test/support/simulators.ts'

const MODELS = [
  { name: 'plain' },
  { name: 'smart' },
  { name: 'slow', speed: { decode: 20 } },
  { name: 'broken', broken: true },
] as const

let ollama: Simulator

beforeAll(async () => {
  ollama = await startSimulator('ollama', { models: MODELS })
})

beforeEach(async () => {
  await ollama.control({ fail: null, wedge: false, speed: 1 })
})

afterAll(() => ollama.stop())

function chat(
  text: string,
  more: object = {},
  signal?: AbortSignal,
  at = ollama,
): Promise<Response> {
  const body = { model: 'plain', messages: [{ role: 'user', content: text }], ...more }
  const init = { method: 'POST', body: JSON.stringify(body), signal: signal ?? null }
  return fetch(`${at.url}/api/chat`, init)
}

describe('Scheduler', () => {
  it('reloads when another context is asked for, and only then', async () => {
    await chat('x', { options: { num_ctx: 1024 } })
    const before = await ollama.stats()
    await chat('x', { options: { num_ctx: 1024 } })
    expect((await ollama.stats()).reloads).toBe(before.reloads)
    await chat('x', { options: { num_ctx: 2048 } })
    const after = await ollama.stats()
    expect(after.reloads).toBe(before.reloads + 1)
    expect(after.loaded).toContainEqual({ name: 'plain', context: 2048 })
  })

  it('makes another model wait for the busy one, and refuses when the line is full', async () => {
    const small = await startSimulator('ollama', { models: MODELS, maxLoaded: 1, maxQueue: 1 })
    const ask = (model: string, text: string): Promise<Response> =>
      chat(text, { model }, undefined, small)
    const busy = await ask('slow', '[[tokens:2000]]')
    const second = ask('plain', 'a')
    await eventually(small, (stats) => stats.open === 2)
    const third = ask('smart', 'b')
    await eventually(small, (stats) => stats.open === 3)
    const { status, json } = recorded('ollama-0.24.0-limit-queue-full').response
    const refused = await ask('broken', 'c')
    expect([refused.status, await refused.json()]).toEqual([status, json])
    expect((await small.stats()).loaded.map((model) => model.name)).toEqual(['slow'])
    await small.control({ speed: 1e6 })
    await busy.text()
    await (await second).text()
    await (await third).text()
    const stats = await small.stats()
    expect(stats.loaded.map((model) => model.name)).toEqual(['smart'])
    expect(stats).toMatchObject({ loads: 3, unloads: 2 })
    await small.stop()
  })

  it('lets a model go when its time is over', async () => {
    await chat('x', { model: 'smart', keep_alive: '10ms' })
    await eventually(ollama, (stats) => !stats.loaded.some((model) => model.name === 'smart'))
  })

  it('says so when a load fails, and takes orders that wedge loads', async () => {
    const failed = await chat('x', { model: 'broken' })
    expect(failed.status).toBe(500)
    await ollama.control({ wedge: true })
    const leaving = new AbortController()
    const never = chat('x', { model: 'smart', options: { num_ctx: 512 } }, leaving.signal)
    await eventually(ollama, (stats) => stats.open === 1)
    leaving.abort()
    await expect(never).rejects.toThrow()
    const stats = await eventually(ollama, (now) => now.open === 0)
    expect(stats.cancelled.at(-1)).toMatchObject({ path: '/api/chat', phase: 'loading' })
  })
})
