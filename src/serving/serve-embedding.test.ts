import { describe, expect, it } from 'vitest'
import { backendSettings } from '../../test/support/backend-settings.ts'
import type { Backend } from '../contracts/backend.ts'
import type { EmbeddingAnswer, EmbeddingRequest } from '../contracts/embedding.ts'
import type { GatewayError } from '../contracts/errors.ts'
import type { AttemptRecord } from '../contracts/record.ts'
import { placement } from '../routing/fleet.fixture.ts'
import { Deadlines } from '../std/deadlines.ts'
import { Admission, MAX_WAIT_MS } from './admission.ts'
import { WHOLE_ANSWER_FACTOR } from './exchange.ts'
import { LiveStates } from './live-states.ts'
import { Reactions } from './reactions.ts'
import { RetryBudget } from './retry-budget.ts'
import { serveEmbedding } from './serve-embedding.ts'
import type { Serving } from './serving.ts'
import { Sessions } from './sessions.ts'
import { snapshotOf } from './snapshot.fixture.ts'

const MODEL = 'nomic-embed-text'
const ANSWER: EmbeddingAnswer = { vectors: [[1]], inputTokens: 1 }
const WAIT = MAX_WAIT_MS / 1000

interface Staging {
  /** Seconds. */
  readonly ttft?: number
  readonly total?: number
  readonly input?: string
}

/** Lets everything happen that waits for no clock. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Two backends that take one request at a time and answer when told, on a clock of the test's own. */
function staged({ ttft = 10, total = 300, input = 'x' }: Staging = {}) {
  let ms = 0
  const now = (): number => ms
  const [deadlines, live, admission] = [
    new Deadlines(now),
    new LiveStates({ now, random: () => 0 }),
    new Admission(),
  ]
  const asked: { readonly name: string; answer(): void }[] = []
  const timeouts = { connect: 1, ttft, load: ttft, idle: 5, total }
  const backendOf = (name: string): Backend => ({
    settings: { ...backendSettings(`http://${name}`, { timeouts }), name, concurrency: 1 },
    look: () => Promise.reject(new Error('Nobody looks.')),
    chat: () => {
      throw new Error('Nobody chats.')
    },
    embed: (_, signal) =>
      new Promise((resolve, reject) => {
        asked.push({ name, answer: () => resolve(ANSWER) })
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
    close: () => Promise.resolve(),
  })
  const places = ['a', 'b'].map((backend) => placement(MODEL, { backend }))
  const attempts: AttemptRecord[] = []
  const backends = new Map(['a', 'b'].map((name) => [name, backendOf(name)]))
  const snapshot = snapshotOf(places, { backends })
  const serving: Serving = {
    snapshot: () => snapshot,
    live,
    retries: new RetryBudget(),
    admission,
    sessions: new Sessions(),
    reactions: new Reactions(),
    deadlines,
    now,
    record: (record) => attempts.push(...record.attempts),
    program: 'test',
    suspect: () => undefined,
    contextFor: ({ contextSetting }) => contextSetting,
  }
  const request = (model: string): EmbeddingRequest => ({
    source: {} as EmbeddingRequest['source'],
    model,
    inputs: [input],
    encoding: 'float',
    dimensions: undefined,
    fields: {},
  })
  return {
    admission,
    asked: () => asked.map(({ name }) => name),
    answer: () => asked.at(-1)?.answer(),
    attempts,
    states: () => places.map((place) => ({ ...live.state(place), health: live.health(place) })),
    /** Lets time pass; `unseen`: before anybody looks at the clock. */
    async pass(seconds: number, unseen = false) {
      ms += seconds * 1000
      if (!unseen) deadlines.check()
      await settled()
    },
    async embed(model = MODEL) {
      const ending: { code?: string; leave?: () => void } = {}
      void serveEmbedding(serving, {
        request: request(model),
        requestId: 'r',
        arrivedAt: ms,
        reply: {
          id: 'e',
          answer: () => Object.assign(ending, { code: 'ok' }),
          fail: ({ code }: GatewayError) => Object.assign(ending, { code }),
          onLeave: (left) => Object.assign(ending, { leave: left }),
        },
      })
      await settled()
      return ending
    },
  }
}

describe('the time for the whole request', () => {
  it('when it is over nobody else is asked, and nobody is to blame', async () => {
    const { embed, pass, asked, states, attempts } = staged({ ttft: 120, total: 1 })
    for (let round = 1; round <= 6; round += 1) {
      const ending = await embed()
      await pass(1.1)
      expect(ending.code).toBe('deadline_exceeded')
      expect(asked()).toHaveLength(round)
    }
    expect(attempts.every(({ sent }) => sent)).toBe(true)
    expect(states().map(({ health }) => health)).toEqual(['closed', 'closed'])
  })

  it('is checked before anybody is asked', async () => {
    const { admission, embed, pass, asked, attempts } = staged({ total: 20 })
    admission.enter('a', 1)
    const ending = await embed()
    await pass(21, true)
    admission.exit('a')
    await settled()
    expect(ending.code).toBe('deadline_exceeded')
    expect(asked()).toEqual([])
    expect(attempts).toMatchObject([{ code: 'deadline_exceeded', sent: false }])
    expect(admission.enter('a', 1)).toBe(true)
  })

  it('ends the wait for a turn as well', async () => {
    const { admission, embed, pass, asked } = staged({ total: WAIT / 2 })
    admission.enter('a', 1)
    const ending = await embed()
    await pass(WAIT / 2 + 1)
    expect(ending.code).toBe('deadline_exceeded')
    expect(asked()).toEqual([])
  })
})

describe('the wait for a turn', () => {
  it('has a limit of its own, after which another backend is asked', async () => {
    const { admission, embed, pass, asked, answer } = staged({ ttft: 120, total: 600 })
    admission.enter('a', 1)
    const ending = await embed()
    await pass(WAIT - 1)
    expect(asked()).toEqual([])
    await pass(2)
    expect(asked()).toEqual(['b'])
    answer()
    await settled()
    expect(ending.code).toBe('ok')
  })

  it('is refused as overload where there is no other, which blames nobody', async () => {
    const { admission, embed, pass, states, attempts } = staged({ total: 600 })
    admission.enter('a', 1)
    const ending = await embed(`${MODEL}@a`)
    await pass(WAIT + 1)
    expect(ending.code).toBe('overloaded')
    expect(attempts).toMatchObject([{ code: 'overloaded', sent: false }])
    expect(states().map(({ open }) => open)).toEqual([false, false])
  })

  it('may end in the moment in which the turn comes: then nobody is asked in vain', async () => {
    const { admission, embed, pass, asked } = staged({ total: 600 })
    admission.enter('a', 1)
    const ending = await embed(`${MODEL}@a`)
    admission.exit('a')
    await pass(WAIT + 1)
    expect(ending.code).toBe('overloaded')
    expect(asked()).toEqual([])
    expect(admission.enter('a', 1)).toBe(true)
  })

  it('takes nothing from the time for the answer', async () => {
    const ttft = 2
    const { admission, embed, pass, answer } = staged({ ttft })
    admission.enter('a', 1)
    const ending = await embed(`${MODEL}@a`)
    await pass(WAIT - 1)
    admission.exit('a')
    await settled()
    await pass(ttft * WHOLE_ANSWER_FACTOR - 1)
    answer()
    await settled()
    expect(ending.code).toBe('ok')
  })
})

it('a backend that does not answer in time is to blame, and another is asked', async () => {
  const { embed, pass, asked, attempts, answer } = staged({ ttft: 2 })
  const ending = await embed()
  await pass(2 * WHOLE_ANSWER_FACTOR + 1)
  expect(asked()).toEqual(['a', 'b'])
  answer()
  await settled()
  expect(ending.code).toBe('ok')
  expect(attempts[0]).toMatchObject({ code: 'upstream_ttft_timeout', sent: true })
})

it('a backend goes on reading for a client that left, and no longer than that takes', async () => {
  const { embed, pass, states } = staged({ input: 'word '.repeat(2000) })
  const ending = await embed()
  expect(states().map(({ busy }) => busy)).toEqual([1, 0])
  ending.leave?.()
  await settled()
  expect(ending.code).toBe('client_left')
  expect(states().map(({ busy, health }) => [busy, health])).toEqual([
    [1, 'closed'],
    [0, 'closed'],
  ])
  await pass(120)
  expect(states().map(({ busy }) => busy)).toEqual([0, 0])
})
