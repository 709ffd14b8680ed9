import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ErrorBody, type Router, startRouter, until } from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

let simulators: readonly Simulator[]
let router: Router
beforeAll(async () => {
  const several = await startSimulator('llama.cpp', {
    router: true,
    models: [{ name: 'org/tiny:1b' }, { name: 'broken:1b', broken: true }, { name: 'both:1b' }],
  })
  const ollama = await startSimulator('ollama', { models: [{ name: 'both:1b' }] })
  const plain = await startSimulator('openai', { models: [{ name: 'fixed:1b' }] })
  simulators = [several, ollama, plain]
  router = await startRouter({
    yaml: `backends:
  - { name: several, kind: llama.cpp, url: '${several.url}' }
  - { name: box, kind: ollama, url: '${ollama.url}' }
  - { name: plain, kind: openai, url: '${plain.url}' }`,
  })
})
afterAll(async () => {
  await router?.stop()
  for (const simulator of simulators ?? []) await simulator.stop()
})

async function order(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${router.url}/admin/models/${path}`, { method: 'POST' })
  return { status: response.status, body: await response.json() }
}

async function loadedNow(): Promise<Readonly<Record<string, boolean | null>>> {
  const response = await fetch(`${router.url}/admin/models`)
  const { models } = (await response.json()) as {
    readonly models: readonly { readonly placements: readonly Placed[] }[]
  }
  const placements = models.flatMap((model) => model.placements)
  return Object.fromEntries(placements.map(({ key, loaded }) => [key, loaded]))
}

interface Placed {
  readonly key: string
  readonly loaded: boolean | null
}

describe('orders about memory', () => {
  it('load a model and unload it again, and the catalog follows', async () => {
    const placement = { key: 'org/tiny:1b@several', backend: 'several' }
    expect(await order('org/tiny:1b/load')).toEqual({
      status: 200,
      body: { placements: [{ ...placement, loaded: true }] },
    })
    await until(async () => (await loadedNow())[placement.key] === true)
    expect(await order('org%2Ftiny%3A1b%40several/unload')).toEqual({
      status: 200,
      body: { placements: [{ ...placement, loaded: false }] },
    })
    await until(async () => (await loadedNow())[placement.key] === false)
  })

  it('unload a model wherever it is in memory', async () => {
    for (const place of ['several', 'box']) {
      expect((await order(`both:1b@${place}/load`)).status).toBe(200)
      await until(async () => (await loadedNow())[`both:1b@${place}`] === true)
    }
    const { body } = await order('both:1b/unload')
    expect(body).toMatchObject({ placements: [{ backend: 'several' }, { backend: 'box' }] })
    for (const simulator of simulators.slice(0, 2)) {
      expect((await simulator.stats()).loaded).toEqual([])
    }
  })

  it.each([
    ['nobody:1b/load', 404, 'model_not_found'],
    ['fixed:1b/load', 409, 'not_manageable'],
    ['fixed:1b/unload', 409, 'not_manageable'],
    ['broken:1b/load', 502, 'upstream_error'],
    ['fixed:1b/explode', 404, 'not_found'],
    ['load', 404, 'not_found'],
  ])('for %s fail with %i', async (path, status, code) => {
    const failed = await order(path)
    expect([failed.status, (failed.body as ErrorBody).error.code]).toEqual([status, code])
  })

  it('that failed leave a reason with the model', async () => {
    await order('broken:1b/load')
    await until(async () => {
      const text = await (await fetch(`${router.url}/admin/models`)).text()
      return text.includes('its process ended with exit code 1 when it was to be loaded')
    })
  })

  it('are for whoever runs the router', async () => {
    const init = { method: 'POST', headers: { origin: 'https://attacker.example' } }
    const response = await fetch(`${router.url}/admin/models/org/tiny:1b/load`, init)
    expect(response.status).toBe(403)
  })
})
