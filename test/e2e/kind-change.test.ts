import { afterEach, describe, expect, it } from 'vitest'
import { type Router, startRouter, until } from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

interface Backends {
  readonly backends: readonly {
    readonly up: boolean
    readonly problem: string | null
    readonly models: number
  }[]
}

let router: Router
let simulator: Simulator
afterEach(async () => {
  await router.stop()
  await simulator.stop()
})

const models = [{ name: 'tiny:1b' }]

describe('a backend behind whose url another kind of server comes up', () => {
  it.each([
    ['llama.cpp', 'ollama', 'an Ollama server'],
    ['ollama', 'llama.cpp', 'a llama.cpp server'],
  ] as const)(
    'from %s to %s keeps its models, says what is wrong, and recovers',
    async (first, second, title) => {
      simulator = await startSimulator(first, { models, router: true })
      const { url } = simulator
      router = await startRouter({
        yaml: `polling_interval: 1\nbackends: [{ name: box, kind: ${first}, url: '${url}' }]`,
      })
      const replace = async (kind: typeof first | typeof second): Promise<void> => {
        await simulator.kill()
        simulator = await startSimulator(kind, { models, router: true }, Number(new URL(url).port))
      }
      const told = async (): Promise<Backends['backends'][number] | undefined> => {
        const response = await fetch(`${router.url}/admin/backends`)
        return ((await response.json()) as Backends).backends[0]
      }
      await until(async () => (await told())?.up === true)
      await replace(second)
      const problem = `The backend box is configured as kind "${first}", but ${title} answers at its url: set its kind to "${second}".`
      await until(async () => (await told())?.problem === problem)
      expect(await told()).toMatchObject({ up: false, models: 1 })
      await replace(first)
      await until(async () => (await told())?.up === true)
      expect(await told()).toMatchObject({ problem: null, models: 1 })
    },
  )
})
