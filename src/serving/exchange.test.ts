import { describe, expect, it } from 'vitest'
import { backendSettings, placementOf } from '../../test/support/backend-settings.ts'
import type { Backend, ChatListener } from '../contracts/backend.ts'
import type { ChatEvent, ChatRequest } from '../contracts/chat.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Placement } from '../contracts/model.ts'
import { Deadlines } from '../std/deadlines.ts'
import { Admission } from './admission.ts'
import { Exchange, WHOLE_ANSWER_FACTOR } from './exchange.ts'
import { LiveStates } from './live-states.ts'
import { Reactions } from './reactions.ts'
import { RetryBudget } from './retry-budget.ts'
import type { Serving } from './serving.ts'
import { Sessions } from './sessions.ts'

const TIMEOUTS = { connect: 1, ttft: 10, load: 100, idle: 5, total: 300 }
const TEXT: ChatEvent = { type: 'text-delta', choice: 0, text: 'word' }
const OTHER: ChatEvent = { type: 'other' }
const ALIVE: ChatEvent = { type: 'other', alive: true }
const FINISH: ChatEvent = { type: 'finish', choice: 0, reason: 'stop' }
const USAGE: ChatEvent = { type: 'usage', usage: { input: 9, output: 2 }, alone: true }
const broken = new GatewayError('upstream_error', 'it broke')

function servingWith(live: LiveStates, deadlines: Deadlines, now: () => number): Serving {
  const unused = (): never => {
    throw new Error('An exchange has no business here.')
  }
  return {
    snapshot: unused,
    live,
    retries: new RetryBudget(),
    admission: new Admission(),
    sessions: new Sessions(),
    reactions: new Reactions(),
    deadlines,
    now,
    record: unused,
    program: 'test',
    suspect: unused,
    contextFor: ({ contextSetting }) => contextSetting,
  }
}

interface Staging {
  readonly placement?: Partial<Placement>
  readonly stream?: boolean
  /** Instead of a call. */
  readonly refuses?: Error
}

/** An exchange on a clock of the test's own; `told` is what its host and its call heard, in order. */
function staged({ placement = {}, stream = true, refuses }: Staging = {}) {
  const clock = { ms: 0 }
  const now = (): number => clock.ms
  const told: string[] = []
  const note = (what: string): void => {
    told.push(what)
  }
  const live = new LiveStates({ now, random: () => 0 })
  const deadlines = new Deadlines(now)
  const there = placementOf('llama', placement)
  let listener: ChatListener | undefined
  const backend: Backend = {
    settings: backendSettings('http://attic', { timeouts: TIMEOUTS }),
    look: () => Promise.reject(refuses),
    embed: () => Promise.reject(refuses),
    close: () => Promise.resolve(),
    chat: (_, heard) => {
      if (refuses !== undefined) throw refuses
      listener = heard
      const [pause, resume, abort] = ['pause', 'resume', 'abort'].map((word) => () => note(word))
      return { dropped: ['seed'], stream, pause, resume, abort } as ReturnType<Backend['chat']>
    },
  }
  const call = { request: { choices: 1 } as ChatRequest, placement: there }
  const exchange = new Exchange(
    servingWith(live, deadlines, now),
    { call, backend, tokensIn: 4000, endBy: TIMEOUTS.total * 1000 },
    {
      onEvents: (events) => note(events.map(({ type }) => type).join(' ')),
      onAnswer: ({ choices }) => note(`answer of ${choices.length}`),
      onDone: () => note('done'),
      onFailed: ({ code }) => note(`failed ${code}`),
    },
  )
  exchange.start()
  return {
    exchange,
    told,
    state: () => live.state(there),
    health: () => live.health(there),
    hear: (...events: readonly ChatEvent[]) => listener?.onEvents(events),
    get listener() {
      return listener
    },
    pass: (seconds: number) => {
      clock.ms += seconds * 1000
      deadlines.check()
    },
    deadlines,
  }
}

describe('before the first content', () => {
  it('nothing is told, and then everything in order', () => {
    const { hear, told } = staged()
    hear(OTHER)
    hear(USAGE, OTHER)
    expect(told).toEqual([])
    hear(TEXT)
    hear(TEXT, OTHER)
    expect(told).toEqual(['other usage other text-delta', 'text-delta other'])
  })

  it('a failure leaves no trace', () => {
    const { hear, listener, told, exchange } = staged()
    listener?.onSent()
    hear(OTHER)
    listener?.onError(broken)
    expect(told).toEqual(['failed upstream_error'])
    expect(exchange.record('error', broken)).toMatchObject({
      code: 'upstream_error',
      sent: true,
      firstContentMs: undefined,
    })
  })

  it('a request that cannot be put into words was never sent', () => {
    const refuses = new GatewayError('invalid_request', 'no')
    const { told, exchange, state, deadlines } = staged({ refuses })
    expect(told).toEqual(['failed invalid_request'])
    expect([exchange.sent, state().busy, deadlines.size]).toEqual([false, 0, 0])
  })
})

describe('the end', () => {
  it('is well after a finish, and an account is given', () => {
    const { hear, listener, told, exchange, pass, state, deadlines } = staged()
    listener?.onSent()
    pass(2)
    hear(TEXT)
    pass(1)
    hear(FINISH)
    hear(USAGE)
    listener?.onEnd()
    expect(told.at(-1)).toBe('done')
    expect(exchange.usage).toEqual({ input: 9, output: 2 })
    expect(exchange.record('ok')).toMatchObject({ firstContentMs: 2000, totalMs: 3000, sent: true })
    expect([state().busy, deadlines.size]).toEqual([0, 0])
  })

  it.each([[[]], [[TEXT]]])('without a finish is a failure', (events) => {
    const { hear, listener, told } = staged()
    hear(...events)
    listener?.onEnd()
    expect(told.at(-1)).toBe('failed upstream_invalid_response')
  })

  it('of an answer in one piece is well', () => {
    const { listener, told } = staged({ stream: false })
    listener?.onAnswer({ choices: [], usage: { input: 1, output: 1 } })
    listener?.onEnd()
    expect(told).toEqual(['answer of 0', 'done'])
  })

  it('comes once', () => {
    const { hear, listener, told } = staged()
    hear(TEXT, FINISH)
    listener?.onEnd()
    listener?.onError(broken)
    listener?.onEnd()
    expect(told).toEqual(['text-delta finish', 'done'])
  })

  it('counts against the placement when it is a failure', () => {
    const { listener, health } = staged()
    listener?.onError(new GatewayError('upstream_auth_failed', 'no'))
    expect(health()).toBe('open')
  })
})

describe('time', () => {
  it('is short for the first content of a loaded model', () => {
    const { pass, hear, told } = staged()
    pass(TIMEOUTS.ttft - 1)
    hear(OTHER, USAGE)
    pass(2)
    expect(told).toEqual(['abort', 'failed upstream_ttft_timeout'])
  })

  it('is given to who says that it is at work, in silence and in mid-answer, but not without end', () => {
    const { pass, hear, told } = staged()
    const work = (seconds: number, times: number) => {
      for (let at = 0; at < times; at++) {
        pass(seconds)
        hear(ALIVE)
      }
    }
    work(TIMEOUTS.ttft - 1, 4)
    hear(TEXT)
    work(TIMEOUTS.idle - 1, 4)
    expect(told.at(-1)).toBe('other')
    work(TIMEOUTS.idle - 1, TIMEOUTS.total)
    expect(told).toContain('failed deadline_exceeded')
  })

  it('is longer for a model that must be loaded', () => {
    const { pass, told } = staged({ placement: { loaded: false } })
    pass(TIMEOUTS.load - 1)
    expect(told).toEqual([])
    pass(2)
    expect(told).toEqual(['abort', 'failed upstream_ttft_timeout'])
  })

  it('is longer for an answer in one piece', () => {
    const { pass, told } = staged({ stream: false })
    pass(TIMEOUTS.ttft * WHOLE_ANSWER_FACTOR - 1)
    expect(told).toEqual([])
    pass(2)
    expect(told).toEqual(['abort', 'failed upstream_ttft_timeout'])
  })

  it('begins anew with each content, and with nothing else', () => {
    const { pass, hear, told } = staged()
    for (let seconds = 0; seconds < 60; seconds += TIMEOUTS.idle - 1) {
      hear(TEXT)
      pass(TIMEOUTS.idle - 1)
    }
    expect(told).not.toContain('abort')
    hear(OTHER, USAGE)
    pass(2)
    expect(told.slice(-2)).toEqual(['abort', 'failed upstream_idle_timeout'])
  })

  it('ends for the whole request', () => {
    const { pass, hear, told } = staged()
    for (let seconds = 0; seconds <= TIMEOUTS.total; seconds += 4) {
      hear(TEXT)
      pass(4)
    }
    expect(told.slice(-2)).toEqual(['abort', 'failed deadline_exceeded'])
  })

  it('stands still while the client does not read', () => {
    const { exchange, pass, hear, told } = staged()
    hear(TEXT)
    exchange.pause()
    pass(TIMEOUTS.idle * 10)
    exchange.resume()
    pass(TIMEOUTS.idle - 1)
    expect(told).toEqual(['text-delta', 'pause', 'resume'])
    pass(2)
    expect(told.at(-1)).toBe('failed upstream_idle_timeout')
  })
})

describe('the clock', () => {
  it('does not run against the backend while the client reads slowly', () => {
    const { exchange, hear, told, pass } = staged()
    hear(TEXT)
    exchange.pause()
    hear(TEXT)
    pass(TIMEOUTS.idle + 1)
    expect(told).toEqual(['text-delta', 'pause', 'text-delta'])
    exchange.resume()
    pass(TIMEOUTS.idle + 1)
    expect(told.at(-1)).toBe('failed upstream_idle_timeout')
  })

  it('ends an answer that is whole, though the backend keeps its connection open', () => {
    const { hear, told, pass } = staged()
    hear(TEXT, FINISH)
    pass(TIMEOUTS.idle - 1)
    expect(told).toEqual(['text-delta finish', 'abort', 'done'])
  })
})

describe('a client that leaves', () => {
  it('has the call given up, and is no failure of the backend', () => {
    const { exchange, hear, listener, told, state, health, deadlines } = staged()
    listener?.onSent()
    hear(TEXT)
    exchange.leave()
    exchange.leave()
    listener?.onError(broken)
    expect(told).toEqual(['text-delta', 'abort'])
    expect([state().busy, health(), deadlines.size]).toEqual([0, 'closed', 0])
  })

  it('during the prompt leaves the backend busy with it', () => {
    const sent = staged()
    sent.listener?.onSent()
    sent.exchange.leave()
    expect(sent.state().busy).toBe(1)
    sent.pass(1000)
    expect(sent.state().busy).toBe(0)
    const unsent = staged()
    unsent.exchange.leave()
    expect(unsent.state().busy).toBe(0)
  })
})

it('tells which fields were left out', () => {
  expect(staged().exchange.dropped).toEqual(['seed'])
})
