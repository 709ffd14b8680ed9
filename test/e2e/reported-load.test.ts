import { afterEach, describe, expect, it } from 'vitest'
import { type Router, startRouter, until } from '../support/router.ts'
import { eventually, type Simulator, startSimulator } from '../support/simulators.ts'

let router: Router
let simulators: readonly Simulator[] = []
afterEach(async () => {
  await router.stop()
  for (const simulator of simulators) await simulator.stop()
})

const body = JSON.stringify({
  model: 'tiny:1b',
  stream: true,
  messages: [{ role: 'user', content: 'Count from one to nine hundred.' }],
})

/** Asks somebody for an answer, and leaves once it has begun. */
async function ask(url: string): Promise<string | null> {
  const leaving = new AbortController()
  const init = { method: 'POST', body, signal: leaving.signal }
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/v1/chat/completions`, { ...init, headers })
  leaving.abort()
  return response.headers.get('x-router-backend')
}

/** Requests that the router has no part in. Answers that nobody holds would be given up. */
function crowd(url: string, size: number): { readonly leave: () => void } {
  const leaving = new AbortController()
  const init = { method: 'POST', body, signal: leaving.signal }
  const answers = Array.from({ length: size }, () =>
    fetch(`${url}/v1/chat/completions`, init).catch(() => undefined),
  )
  return { leave: () => leaving.abort(answers) }
}

describe('two servers with one model', () => {
  it.each(['vllm', 'sglang'] as const)(
    'as %s: the one that others keep waiting is left alone',
    async (metrics) => {
      const server = { metrics, slots: 1, models: [{ name: 'tiny:1b', speed: { decode: 5 } }] }
      const [first, second] = await Promise.all([
        startSimulator('openai', server),
        startSimulator('openai', server),
      ])
      simulators = [first, second]
      router = await startRouter({
        yaml: `polling_interval: 1
backends:
  - { name: first, kind: openai, url: '${first.url}' }
  - { name: second, kind: openai, url: '${second.url}' }`,
      })
      expect(await ask(router.url)).toBe('first')
      await eventually(first, ({ open }) => open === 0)
      const others = crowd(first.url, 3)
      await until(async () => (await waitingAt('first')) === 2)
      expect(await ask(router.url)).toBe('second')
      others.leave()
    },
  )
})

/** Requests in line at a backend, as the router knows it. */
async function waitingAt(backend: string): Promise<number | undefined> {
  const response = await fetch(`${router.url}/admin/models`)
  const { models } = (await response.json()) as { readonly models: readonly Model[] }
  const placements = models.flatMap((model) => model.placements)
  return placements.find((placement) => placement.backend === backend)?.load?.value.waiting
}

interface Model {
  readonly placements: readonly {
    readonly backend: string
    readonly load: { readonly value: { readonly waiting: number } } | null
  }[]
}
