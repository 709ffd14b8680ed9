import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { framesOf } from '../../../test/support/recorded.ts'
import type { Simulator } from '../../../test/support/simulators.ts'
import { eventually, startSimulator } from '../../../test/support/simulators.ts'

const MODELS = [
  { name: 'plain' },
  { name: 'slow', speed: { decode: 20 } },
  { name: 'reader', speed: { prefill: 20 } },
] as const

let ollama: Simulator

beforeAll(async () => {
  ollama = await startSimulator('ollama', { models: MODELS })
})

beforeEach(async () => {
  await ollama.control({ fail: null, wedge: false, speed: 1 })
})

afterAll(() => ollama.stop())

function chat(text: string, more: object = {}, signal?: AbortSignal): Promise<Response> {
  const body = { model: 'plain', messages: [{ role: 'user', content: text }], ...more }
  const init = { method: 'POST', body: JSON.stringify(body), signal: signal ?? null }
  return fetch(`${ollama.url}/api/chat`, init)
}

async function lines(response: Response): Promise<readonly unknown[]> {
  return framesOf((await response.text()).split('\n'))
}

describe('simulated server: clients that leave, and orders', () => {
  it('stops writing at once when the client leaves', async () => {
    const leaving = new AbortController()
    const response = await chat('[[tokens:10000]]', { model: 'slow' }, leaving.signal)
    await response.body?.getReader().read()
    leaving.abort()
    const stats = await eventually(ollama, (now) => now.open === 0)
    const left = stats.cancelled.at(-1)
    expect(left).toMatchObject({ path: '/api/chat', phase: 'decode' })
    expect(left?.tokens).toBeLessThan(10_000)
  })

  it('reads a prompt to its end even when the client leaves', async () => {
    const began = performance.now()
    const leaving = new AbortController()
    const prompt = 'word '.repeat(16)
    const gone = chat(prompt, { model: 'reader' }, leaving.signal).catch(() => undefined)
    await eventually(ollama, (now) => now.loaded.some((model) => model.name === 'reader'))
    leaving.abort()
    await gone
    const stats = await eventually(ollama, (now) => now.open === 0)
    expect(stats.cancelled.at(-1)).toMatchObject({ phase: 'prefill', tokens: 0 })
    const secondsToRead = 20 / 20
    expect(performance.now() - began).toBeGreaterThanOrEqual(secondsToRead * 1000)
  })

  it('fails as ordered and as often as ordered', async () => {
    await ollama.control({ fail: { mode: 'status', status: 503, times: 2, message: 'full' } })
    const statuses = [await chat('x'), await chat('x'), await chat('x')].map((one) => one.status)
    expect(statuses).toEqual([503, 503, 200])
    await ollama.control({ fail: { mode: 'status', status: 500, path: '/api/tags' } })
    expect((await fetch(`${ollama.url}/api/tags`)).status).toBe(500)
    expect((await chat('x')).status).toBe(200)
  })

  it('fails in mid-stream in every way it knows', async () => {
    await ollama.control({ fail: { mode: 'cut_mid_stream', after: 2 } })
    const { cancelled } = await ollama.stats()
    await expect((await chat('x')).text()).rejects.toThrow()
    const after = await eventually(ollama, (stats) => stats.open === 0)
    expect(after.cancelled).toEqual(cancelled)
    await ollama.control({ fail: { mode: 'error_mid_stream', after: 2, message: 'no memory' } })
    const frames = await lines(await chat('x'))
    expect(frames).toHaveLength(3)
    expect(frames.at(-1)).toEqual({ error: 'no memory' })
    await ollama.control({ fail: { mode: 'no_finish' } })
    expect((await lines(await chat('x'))).at(-1)).toMatchObject({ done: false })
    await ollama.control({ fail: { mode: 'garbage' } })
    await expect((await chat('x')).json()).rejects.toThrow()
  })

  it.each(['hang_before_headers', 'hang_mid_stream'] as const)(
    '%s lasts until the client leaves',
    async (mode) => {
      await ollama.control({ fail: { mode } })
      const leaving = new AbortController()
      const silent = chat('x', {}, leaving.signal).then((response) => response.text())
      await eventually(ollama, (stats) => stats.open === 1)
      leaving.abort()
      await expect(silent).rejects.toThrow()
      await eventually(ollama, (stats) => stats.open === 0)
    },
  )

  it('gains and loses models at run time', async () => {
    await ollama.control({ add: [{ name: 'new' }], remove: ['slow'] })
    const { models } = (await (await fetch(`${ollama.url}/api/tags`)).json()) as {
      models: { name: string }[]
    }
    const names = models.map((model) => model.name)
    expect(names).toContain('new:latest')
    expect(names).not.toContain('slow:latest')
  })

  it('refuses orders it does not know', async () => {
    await expect(ollama.control({ fail: { mode: 'sulk' as 'garbage' } })).rejects.toThrow('sulk')
    await expect(ollama.control({ add: [{ name: 'x', sped: 1 } as never] })).rejects.toThrow('sped')
  })
})
