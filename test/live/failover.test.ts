import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { clientRequest, readUntil } from '../support/client-request.ts'
import { readStreamed } from '../support/streamed.ts'
import { askForMuch, askForParis } from './support/asks.ts'
import { describeSubjects } from './support/describe-subjects.ts'
import { type LiveRouter, startLiveRouter } from './support/live-router.ts'
import { type RealServer, type ServerRecipe, startServer } from './support/real-server.ts'
import { CHAT, llamaRecipe, ollamaRecipe, routerRecipe } from './support/recipes.ts'
import { liveStage, type ServerName } from './support/stage.ts'

const { folder, servers } = liveStage()
const RECIPES: Readonly<Partial<Record<ServerName, (folder: string) => ServerRecipe>>> = {
  ollama: ollamaRecipe,
  llama: llamaRecipe,
  router: routerRecipe,
}

describeSubjects(
  ({ kind, server }) => {
    let victim: RealServer
    let router: LiveRouter
    const recipe = RECIPES[server]?.(folder)
    const other = { name: 'other', kind: 'llama.cpp', url: servers.llama?.url ?? '' }

    beforeAll(async () => {
      if (recipe !== undefined) victim = await startServer(folder, recipe)
    })
    afterAll(() => victim?.stop())
    beforeEach(async () => {
      router = await startLiveRouter([{ name: 'victim', kind, url: victim.url }, other])
      await (await router.chat(askForParis('victim'))).text()
      await (await router.chat(askForParis('other'))).text()
    })
    afterEach(() => router?.stop())

    /** Asks for the model, wherever it is. */
    async function expectAnswerFromOther(): Promise<void> {
      const response = await router.chat(askForParis('', { model: CHAT }))
      expect(response.status).toBe(200)
      expect(response.headers.get('x-router-backend')).toBe('other')
      expect(await response.text()).toContain('Paris')
    }

    it('is replaced by another when it was killed, and used again when it is back', async () => {
      await victim.kill()
      for (let asked = 0; asked < 3; asked += 1) await expectAnswerFromOther()
      await router.sees('victim', false)
      victim = await victim.again()
      await router.sees('victim', true)
      const back = await router.chat(askForParis('victim'))
      expect(back.headers.get('x-router-backend')).toBe('victim')
      expect(await back.text()).toContain('Paris')
    })

    it('is killed in the middle of a stream: an error ends it, no [DONE], and the next goes elsewhere', async () => {
      const client = clientRequest(`${router.url}/v1/chat/completions`, askForMuch('victim'))
      const response = await client.response
      const whole = new Promise<string>((resolve) => {
        let text = ''
        response.on('data', (piece) => {
          text += String(piece)
        })
        response.on('end', () => resolve(text))
      })
      await readUntil(response, '"content":"')
      await victim.kill()
      const { code, done, content } = readStreamed(await whole)
      expect(content).not.toBe('')
      expect([code, done]).toEqual(['upstream_error', false])
      await expectAnswerFromOther()
      victim = await victim.again()
    })
  },
  servers.llama === undefined ? () => false : undefined,
)
