import { afterAll, beforeAll, expect, it } from 'vitest'
import { json } from '../support/router.ts'
import { askForParis } from './support/asks.ts'
import { describeSubjects } from './support/describe-subjects.ts'
import { type LiveRouter, startLiveRouter } from './support/live-router.ts'
import { type RealServer, startServer } from './support/real-server.ts'
import { CHAT, ollamaRecipe } from './support/recipes.ts'
import { liveStage } from './support/stage.ts'

interface Running {
  readonly name: string
  readonly context_length: number
}

describeSubjects(
  ({ name, kind }) => {
    let server: RealServer
    let router: LiveRouter
    const { folder } = liveStage()
    beforeAll(async () => {
      server = await startServer(folder, ollamaRecipe(folder))
      router = await startLiveRouter([{ name, kind, url: server.url }])
    })
    afterAll(async () => {
      await router?.stop()
      await server?.stop()
    })

    it('has its context raised once when a request needs it, and keeps it', async () => {
      const contexts: number[] = []
      const starts: number[] = []
      for (const max_tokens of [24, 6_000, 24, 6_000, 24]) {
        const response = await router.chat(askForParis(name, { max_tokens }))
        expect(await response.text()).toContain('Paris')
        const { models } = await json<{ models: Running[] }>(await fetch(`${server.url}/api/ps`))
        contexts.push(...models.map((model) => model.context_length))
        starts.push(server.wrote().match(/starting runner.* --model /g)?.length ?? 0)
      }
      expect(contexts).toEqual([4096, 8192, 8192, 8192, 8192])
      expect(starts).toEqual([1, 2, 2, 2, 2])
      expect((await router.chat(askForParis(name, { model: CHAT }))).status).toBe(200)
    })
  },
  ({ kind }) => kind === 'ollama',
)
