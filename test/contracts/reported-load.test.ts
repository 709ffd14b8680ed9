import { afterEach, describe, expect, it } from 'vitest'
import type { Backend } from '../../src/contracts/backend.ts'
import type { ReportedModel } from '../../src/contracts/model.ts'
import { connectedStage, kindOf } from '../support/backend-stage.ts'
import { eventually, type Simulator, startSimulator } from '../support/simulators.ts'

const never = new AbortController().signal

let simulator: Simulator
let backend: Backend

async function start(metrics: 'vllm' | 'sglang' | ''): Promise<void> {
  simulator = await startSimulator('openai', {
    metrics,
    slots: 1,
    models: [{ name: 'slow:7b', speed: { decode: 1 } }, { name: 'idle:7b' }],
  })
  backend = connectedStage(kindOf('openai'), simulator.url).backend
}
afterEach(async () => {
  await backend.close()
  await simulator.stop()
})

async function modelsSeen(): Promise<readonly ReportedModel[]> {
  return (await backend.look(never)).models
}

/** Somebody else's requests, which the router has no part in. Answers that nobody holds would be given up. */
async function keepBusy(requests: number): Promise<{ readonly leave: () => void }> {
  const leaving = new AbortController()
  const body = JSON.stringify({
    model: 'slow:7b',
    stream: true,
    messages: [{ role: 'user', content: 'Count from one to nine hundred.' }],
  })
  const url = `${simulator.url}/v1/chat/completions`
  const answers = Array.from({ length: requests }, () =>
    fetch(url, { method: 'POST', body, signal: leaving.signal }).catch(() => undefined),
  )
  await eventually(simulator, ({ open }) => open === requests)
  return { leave: () => leaving.abort(answers) }
}

describe('the load of a simulated server', () => {
  it.each(['vllm', 'sglang'] as const)('with the metrics of %s is seen', async (metrics) => {
    await start(metrics)
    expect((await modelsSeen())[0]?.load?.value).toMatchObject({ running: 0, waiting: 0 })
    const idle = await backend.glance?.(never)
    const others = await keepBusy(3)
    const [slow, rested] = await modelsSeen()
    expect(slow?.load?.value).toMatchObject({ running: 1, waiting: 2, cacheUse: 1 })
    expect(rested?.load?.value).toMatchObject({ running: 0, waiting: 0 })
    expect(await backend.glance?.(never)).not.toBe(idle)
    others.leave()
  })

  it('is not known without, and asked for once', async () => {
    await start('')
    for (let round = 0; round < 3; round++) {
      expect((await modelsSeen())[0]).not.toHaveProperty('load')
    }
    const { byPath } = await simulator.stats()
    expect([byPath['/metrics'], byPath['/v1/models']]).toEqual([1, 3])
  })
})
