import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type BackendStage, connectedStage, kindOf } from '../support/backend-stage.ts'
import { json } from '../support/router.ts'
import { askForParis } from './support/asks.ts'
import { type LiveRouter, startLiveRouter } from './support/live-router.ts'
import { type RealServer, startServer } from './support/real-server.ts'
import { BROKEN, CHAT, EMBED, ollamaRecipe, routerRecipe, SPARE } from './support/recipes.ts'
import { liveStage } from './support/stage.ts'

const { folder, servers } = liveStage()
const never = new AbortController().signal
const PATIENT = { connect: 5, ttft: 120, load: 120, idle: 60, total: 300 }

/** Servers of their own, which hold one model at a time and begin with none. */
const CASES = [
  {
    title: 'Ollama',
    name: 'ollama',
    kind: 'ollama',
    there: servers.ollama !== undefined,
    start: () => startServer(folder, ollamaRecipe(folder, { OLLAMA_MAX_LOADED_MODELS: '1' })),
    loaded: loadedInOllama,
  },
  {
    title: 'llama.cpp server in router mode',
    name: 'router',
    kind: 'llama.cpp',
    there: servers.router !== undefined,
    start: () => startServer(folder, routerRecipe(folder, 1)),
    loaded: loadedInRouter,
  },
]

for (const { title, name, kind, there, start, loaded } of CASES) {
  describe.skipIf(!there)(title, () => {
    let server: RealServer
    let router: LiveRouter
    beforeAll(async () => {
      server = await start()
      router = await startLiveRouter([{ name, kind, url: server.url }])
    })
    afterAll(async () => {
      await router?.stop()
      await server?.stop()
    })

    function connect(): BackendStage {
      const stage = connectedStage(kindOf(kind), server.url, { timeouts: PATIENT })
      onTestFinished(() => stage.stop())
      return stage
    }

    it('is looked at without a model being loaded', async () => {
      const stage = connect()
      for (let looks = 0; looks < 3; looks += 1) {
        expect((await stage.backend.look(never)).models.length).toBeGreaterThan(2)
        await stage.backend.glance?.(never)
      }
      expect(await loaded(server.url)).toEqual([])
    })

    it('swaps its models as they are asked for', async () => {
      for (const model of [CHAT, SPARE, CHAT]) {
        const response = await router.chat(askForParis(name, { model: `${model}@${name}` }))
        expect(response.headers.get('x-router-model')).toBe(model)
        expect(await response.text()).toContain('Paris')
        expect(await loaded(server.url)).toEqual([model])
      }
      const embedded = await router.embed({ model: `${EMBED}@${name}`, input: 'text' })
      expect(embedded.status).toBe(200)
      await embedded.text()
      expect(await loaded(server.url)).toEqual([EMBED])
    })

    it('loads and unloads on order, and says so when it cannot', async () => {
      const stage = connect()
      const placement = await stage.placement(name === 'ollama' ? `${SPARE}:latest` : SPARE)
      await stage.backend.load?.({ placement }, never)
      expect(await loaded(server.url)).toEqual([SPARE])
      await stage.backend.load?.({ placement }, never)
      await stage.backend.unload?.(placement, never)
      expect(await loaded(server.url)).toEqual([])
      await stage.backend.unload?.(placement, never)
      const nobody = { ...placement, nativeId: 'nobody' }
      await expect(stage.backend.load?.({ placement: nobody }, never)).rejects.toMatchObject({
        code: 'model_not_found',
      })
    })

    it.runIf(name === 'router')('says so when a model cannot be loaded', async () => {
      const response = await router.chat(askForParis(name, { model: `${BROKEN}@${name}` }))
      expect(response.status).toBeGreaterThanOrEqual(500)
      const { error } = await json<{ error: { message: string } }>(response)
      expect(error.message).toContain(BROKEN)
      expect((await router.chat(askForParis(name))).status).toBe(200)
    })
  })
}

async function loadedInOllama(url: string): Promise<readonly string[]> {
  const { models } = await json<{ models: { name: string }[] }>(await fetch(`${url}/api/ps`))
  return models.map((model) => model.name.replace(':latest', ''))
}

async function loadedInRouter(url: string): Promise<readonly string[]> {
  const { data } = await json<{ data: { id: string; status: { value: string } }[] }>(
    await fetch(`${url}/models`),
  )
  return data.filter(({ status }) => status.value !== 'unloaded').map(({ id }) => id)
}
