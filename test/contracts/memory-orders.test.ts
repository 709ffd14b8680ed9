import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backendKinds } from '../../src/backends/index.ts'
import type { Backend } from '../../src/contracts/backend.ts'
import type { Placement, ReportedModel } from '../../src/contracts/model.ts'
import { placementOf } from '../support/backend-settings.ts'
import { kindOf, type SimulatedStage, simulatedStage } from '../support/backend-stage.ts'

const never = new AbortController().signal
/** Kinds whose simulated server keeps models in memory at will. */
const MANAGING = ['ollama', 'llama.cpp']

let stage: SimulatedStage

const seen = async (id: string): Promise<ReportedModel | undefined> =>
  (await stage.backend.look(never)).models.find((model) => model.id.startsWith(id))

describe.each(backendKinds)('looking at a simulated $title', (kind) => {
  beforeAll(async () => {
    stage = await simulatedStage(kind)
  })
  afterAll(() => stage.stop())

  it('loads nothing, however it is done', async () => {
    const { backend, simulator } = stage
    const chatter = await stage.placement((await listedIds())[0] ?? '')
    for (let round = 0; round < 3; round++) {
      await backend.look(never)
      await backend.glance?.(never)
      await backend.idle?.(chatter, never)
      await kind.fingerprint(stage.url, never)
    }
    expect(await simulator.stats()).toMatchObject({ loads: 0 })
  })

  const listedIds = async (): Promise<readonly string[]> =>
    (await stage.backend.look(never)).models.map(({ id }) => id)
})

describe.each(MANAGING)('orders to a simulated %s', (name) => {
  let backend: Backend
  let chatter: Placement
  let embedder: Placement

  beforeAll(async () => {
    stage = await simulatedStage(kindOf(name))
    backend = stage.backend
    const { models } = await backend.look(never)
    const idOf = (start: string): string => models.find(({ id }) => id.startsWith(start))?.id ?? ''
    chatter = await stage.placement(idOf('plain'))
    embedder = await stage.placement(idOf('vectors'))
  })
  afterAll(() => stage.stop())

  it('load a model, and leave one that is loaded alone', async () => {
    expect(await seen('plain')).toMatchObject({ loaded: false })
    const before = await backend.glance?.(never)
    await backend.load?.({ placement: chatter }, never)
    expect(await seen('plain')).toMatchObject({ loaded: true })
    expect(await backend.glance?.(never)).not.toBe(before)
    await backend.load?.({ placement: chatter }, never)
    expect(await stage.simulator.stats()).toMatchObject({ loads: 1, reloads: 0 })
  })

  it('load a model that only embeds', async () => {
    await backend.load?.({ placement: embedder, keepAlive: '5m' }, never)
    expect(await seen('vectors')).toMatchObject({ loaded: true })
  })

  it('unload a model, and do nothing for one that is not loaded', async () => {
    await backend.unload?.(chatter, never)
    expect(await seen('plain')).toMatchObject({ loaded: false })
    await backend.unload?.(chatter, never)
    expect(await stage.simulator.stats()).toMatchObject({ unloads: 1 })
  })

  it('fail for a model that is not there, by name', async () => {
    const nobody = placementOf('nobody:1b')
    const failure = { code: 'model_not_found', message: expect.stringContaining('nobody:1b') }
    await expect(backend.load?.({ placement: nobody }, never)).rejects.toMatchObject(failure)
  })

  it('end with their signal', async () => {
    await stage.simulator.control({ wedge: true })
    const leaving = new AbortController()
    const waiting = backend.load?.({ placement: chatter }, leaving.signal)
    setTimeout(() => leaving.abort(new Error('gone')), 50)
    await expect(waiting).rejects.toThrow('gone')
    await stage.simulator.control({ wedge: false })
  })
})
