import { expect, it, vi } from 'vitest'
import type { Backend } from '../../contracts/backend.ts'
import { placement } from '../../routing/fleet.fixture.ts'
import { LiveStates } from '../../serving/live-states.ts'
import type { Serving } from '../../serving/serving.ts'
import { snapshotOf } from '../../serving/snapshot.fixture.ts'
import { Asker } from './asker.ts'
import { UserTraffic } from './user-traffic.ts'

const embedder = placement('nomic-embed-text')

function stage(embed: Backend['embed']) {
  const live = new LiveStates()
  const now = () => performance.now()
  const backends = new Map([['home', { settings: { name: 'home' }, embed } as Backend]])
  const serving = { live, now, snapshot: () => ({ ...snapshotOf([embedder]), backends }) }
  const traffic = new UserTraffic({ active: (backend) => live.active(backend), now })
  return { asker: new Asker(serving as unknown as Serving, traffic), live, traffic }
}

const question = { placement: embedder, inputs: ['a'], limitMs: 20 }

it('vectors that do not come in time are a failure of the backend', async () => {
  const { asker, live, traffic } = stage(() => new Promise(() => undefined))
  await expect(asker.embed(question, new AbortController().signal)).rejects.toMatchObject({
    code: 'upstream_ttft_timeout',
  })
  expect(live.active('home')).toBe(0)
  expect(traffic.isQuiet(['home'], 0)).toBe(true)
})

it('a question for vectors that is given up ends with the reason', async () => {
  const { asker, live } = stage(() => new Promise(() => undefined))
  const control = new AbortController()
  const asked = asker.embed({ ...question, limitMs: 10_000 }, control.signal)
  control.abort('a user asked')
  await expect(asked).rejects.toBe('a user asked')
  expect(live.active('home')).toBe(0)
})

it('vectors come with what they took, and the model is kept in memory as for users', async () => {
  const embed = vi.fn(async () => ({ vectors: [[1, 2]], inputTokens: 3 }))
  const { asker } = stage(embed)
  const answer = await asker.embed(question, new AbortController().signal)
  expect(answer).toMatchObject({ vectors: [[1, 2]], tokens: 3 })
  expect(embed).toHaveBeenCalledWith(
    expect.objectContaining({ placement: embedder, keepAlive: undefined }),
    expect.any(AbortSignal),
  )
})
