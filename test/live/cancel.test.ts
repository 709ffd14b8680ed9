import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientRequest, readUntil } from '../support/client-request.ts'
import { until } from '../support/router.ts'
import { askForMuch, askForParis } from './support/asks.ts'
import { describeSubjects } from './support/describe-subjects.ts'
import { type LiveRouter, startLiveRouter } from './support/live-router.ts'
import { CHAT } from './support/recipes.ts'

/** Two thousand tokens, all that a slot has room for, take longer on any processor that this suite is for. */
const SOONER_THAN_ALL_OF_IT_MS = 15_000

interface Slot {
  readonly is_processing: boolean
}

describeSubjects(({ name, kind, server }, { url }) => {
  let router: LiveRouter
  beforeAll(async () => {
    router = await startLiveRouter([{ name, kind, url }])
  })
  afterAll(() => router?.stop())

  /** Begins a long answer and leaves when the first words have come. */
  async function beginAndLeave(more: object = {}): Promise<void> {
    const client = clientRequest(`${router.url}/v1/chat/completions`, askForMuch(name, more))
    await readUntil(await client.response, '"content":"')
    client.leave()
  }

  it('stops working when the client leaves', async () => {
    if (server === 'ollama') await expectFreeSooner()
    else await expectIdleSlots()
    const next = await router.chat(askForParis(name))
    expect(next.status).toBe(200)
    expect(await next.text()).toContain('Paris')
  })

  /** The server tells what its slots do; without an end token the answer would fill the whole context. */
  async function expectIdleSlots(): Promise<void> {
    const busy = async (): Promise<number> => {
      const slots = await fetch(`${url}/slots?model=${CHAT}`)
      return ((await slots.json()) as Slot[]).filter((slot) => slot.is_processing).length
    }
    const endless = { ignore_eos: true, max_tokens: 3_000 }
    const client = clientRequest(`${router.url}/v1/chat/completions`, askForMuch(name, endless))
    await readUntil(await client.response, '"content":"')
    expect(await busy()).toBe(1)
    client.leave()
    await until(async () => (await busy()) === 0, SOONER_THAN_ALL_OF_IT_MS)
  }

  /** The server answers one at a time: the next is answered before the one given up would have ended. */
  async function expectFreeSooner(): Promise<void> {
    const time = async (work: () => Promise<unknown>): Promise<number> => {
      const began = performance.now()
      await work()
      return performance.now() - began
    }
    const ask = async (body: object): Promise<string> => (await router.chat(body)).text()
    await ask(askForMuch(name, { max_tokens: 1 }))
    const whole = await time(() => ask(askForMuch(name)))
    await beginAndLeave()
    const next = await time(() => ask(askForMuch(name, { max_tokens: 1 })))
    expect(next).toBeLessThan(whole / 2)
  }
})
