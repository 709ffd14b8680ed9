import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FailureCode, failures, GatewayError } from '../contracts/errors.ts'
import { Breaker, coolingOf, type Verdict, verdictOf } from './breaker.ts'

const errorOf = (code: FailureCode, retryAfterMs?: number): GatewayError =>
  new GatewayError(code, 'x', retryAfterMs === undefined ? {} : { retryAfterMs })

/** A breaker without jitter: it cools down for 5, 10, 20, 40, 60, 60 ... seconds. */
const breakerWithoutJitter = (): Breaker => new Breaker(() => 0)

function attempt(breaker: Breaker, verdict: Verdict, now: number): void {
  breaker.settle(breaker.begin(now), verdict, now)
}

function openedAt(now: number): Breaker {
  const breaker = breakerWithoutJitter()
  attempt(breaker, 'down', now)
  return breaker
}

describe('verdictOf', () => {
  it('counts nothing that is the fault of the client, the router or the clock', () => {
    const counted = Object.keys(failures).filter(
      (code) => verdictOf(errorOf(code as FailureCode)) !== 'neutral',
    )
    expect(counted.sort()).toEqual([
      'model_not_found',
      'upstream_auth_failed',
      'upstream_error',
      'upstream_idle_timeout',
      'upstream_invalid_response',
      'upstream_overloaded',
      'upstream_too_large',
      'upstream_ttft_timeout',
      'upstream_unreachable',
    ])
    expect(verdictOf(undefined)).toBe('success')
    expect(verdictOf(errorOf('upstream_auth_failed'))).toBe('down')
  })
})

describe('coolingOf', () => {
  it.each<[string, FailureCode, number | undefined, number]>([
    ['what was asked', 'upstream_rate_limited', 2000, 2000],
    ['at most 30 s', 'upstream_rate_limited', 86_400_000, 30_000],
    ['something when nothing was asked', 'upstream_rate_limited', undefined, 5000],
    ['something when nonsense was asked', 'upstream_rate_limited', Number.NaN, 5000],
    ['something when the past was asked', 'upstream_rate_limited', -1, 5000],
    ['what an overloaded backend asked', 'upstream_overloaded', 1000, 1000],
    ['not at all otherwise', 'upstream_error', undefined, 0],
  ])('cools %s', (_, code, asked, expected) => {
    expect(coolingOf(errorOf(code, asked))).toBe(expected)
  })
})

describe('Breaker', () => {
  it('opens at the fifth failure in a row and not before', () => {
    const breaker = breakerWithoutJitter()
    for (let failure = 1; failure <= 4; failure++) attempt(breaker, 'failure', 0)
    attempt(breaker, 'success', 0)
    for (let failure = 1; failure <= 4; failure++) attempt(breaker, 'failure', 0)
    attempt(breaker, 'neutral', 0)
    expect(breaker.ranksLast(0)).toBe(false)
    attempt(breaker, 'failure', 0)
    expect(breaker.ranksLast(0)).toBe(true)
    expect(breaker.health(0)).toBe('open')
  })

  it('lets one attempt decide when the cool-down is over', () => {
    const breaker = openedAt(0)
    expect(breaker.ranksLast(4999)).toBe(true)
    expect(breaker.health(5000)).toBe('trying')
    const trial = breaker.begin(5000)
    expect(trial.trial).toBe(true)
    expect(breaker.ranksLast(5001)).toBe(true)
    expect(breaker.begin(5001).trial).toBe(false)
    breaker.settle(trial, 'success', 6000)
    expect(breaker.health(6000)).toBe('closed')
  })

  it('cools down longer after each trial that failed, up to a minute', () => {
    const breaker = openedAt(0)
    let now = 0
    const coolDowns = [5000, 10_000, 20_000, 40_000, 60_000, 60_000].map((ms) => {
      const open = [now, now + ms - 1].every((moment) => breaker.ranksLast(moment))
      now += ms
      const trying = breaker.health(now) === 'trying'
      attempt(breaker, 'failure', now)
      return open && trying
    })
    expect(coolDowns).toEqual(Array(6).fill(true))
  })

  it('begins with the short cool-down again once it was closed', () => {
    const breaker = openedAt(0)
    attempt(breaker, 'failure', 5000)
    attempt(breaker, 'success', 15_000)
    attempt(breaker, 'down', 20_000)
    expect(breaker.health(24_999)).toBe('open')
    expect(breaker.health(25_000)).toBe('trying')
  })

  it('tries again after a trial that proved nothing, or takes too long', () => {
    const breaker = openedAt(0)
    attempt(breaker, 'neutral', 5000)
    expect(breaker.health(5000)).toBe('trying')
    breaker.begin(5000)
    expect(breaker.health(34_999)).toBe('open')
    expect(breaker.begin(35_000).trial).toBe(true)
  })

  it('closes when an open placement was used for want of another and worked', () => {
    const breaker = openedAt(0)
    attempt(breaker, 'failure', 1000)
    attempt(breaker, 'success', 2000)
    expect(breaker.ranksLast(2000)).toBe(false)
  })

  it('does not hear what began before it opened', () => {
    const breaker = breakerWithoutJitter()
    const early = Array.from({ length: 12 }, () => breaker.begin(0))
    const [old, ...failing] = early
    for (const each of failing) breaker.settle(each, 'failure', 10)
    if (old) breaker.settle(old, 'success', 20)
    expect(breaker.health(5009)).toBe('open')
    expect(breaker.health(5010)).toBe('trying')
  })

  it('cools apart from being open', () => {
    const breaker = breakerWithoutJitter()
    breaker.cool(2000, 0)
    breaker.cool(1000, 0)
    expect(breaker.health(1999)).toBe('cooling')
    expect(breaker.ranksLast(1999)).toBe(true)
    expect(breaker.health(2000)).toBe('closed')
  })

  it('can be told that the backend is back', () => {
    const breaker = openedAt(0)
    breaker.retry(100)
    expect(breaker.health(100)).toBe('trying')
  })
})

/** The breaker's rules once more, told from its history alone. */
interface History {
  now: number
  /** Failures since the last success or opening. */
  row: number
  /** Cool-downs since it was closed; 0 = closed. */
  trips: number
  openings: number
  until: number
  pending: { attempt: ReturnType<Breaker['begin']>; openings: number; decides: boolean }[]
  deciding: { since: number } | undefined
}

const isOpen = (past: History): boolean =>
  past.trips > 0 &&
  (past.now < past.until ||
    (past.deciding !== undefined && past.now < past.deciding.since + 30_000))

class Begin implements fc.Command<History, Breaker> {
  check = (past: Readonly<History>): boolean => past.pending.length < 8
  run(past: History, breaker: Breaker): void {
    const decides = past.trips > 0 && !isOpen(past)
    const attempt = breaker.begin(past.now)
    expect(attempt.trial).toBe(decides)
    past.pending.push({ attempt, openings: past.openings, decides })
    if (decides) past.deciding = { since: past.now }
    expect(breaker.ranksLast(past.now)).toBe(isOpen(past))
  }
  toString = (): string => 'begin'
}

class Settle implements fc.Command<History, Breaker> {
  readonly verdict: Verdict
  readonly which: number
  constructor(verdict: Verdict, which: number) {
    this.verdict = verdict
    this.which = which
  }
  check = (past: Readonly<History>): boolean => past.pending.length > 0
  run(past: History, breaker: Breaker): void {
    const [ended] = past.pending.splice(this.which % past.pending.length, 1)
    if (ended === undefined) return
    const wasDeciding = ended.decides && ended.attempt.startedAt === past.deciding?.since
    if (wasDeciding) past.deciding = undefined
    breaker.settle(ended.attempt, this.verdict, past.now)
    if (ended.openings === past.openings) this.expectation(past, ended.decides)
    expect(breaker.ranksLast(past.now)).toBe(isOpen(past))
  }
  expectation(past: History, decides: boolean): void {
    if (this.verdict === 'success') {
      past.row = 0
      past.trips = 0
    }
    if (this.verdict !== 'failure' && this.verdict !== 'down') return
    past.row += 1
    const opens = past.trips > 0 ? decides : past.row >= 5 || this.verdict === 'down'
    if (!opens) return
    past.until = past.now + Math.min(60_000, 5000 * 2 ** past.trips)
    past.trips += 1
    past.openings += 1
    past.row = 0
  }
  toString = (): string => `settle ${this.which} as ${this.verdict}`
}

class Wait implements fc.Command<History, Breaker> {
  readonly ms: number
  constructor(ms: number) {
    this.ms = ms
  }
  check = (): boolean => true
  run(past: History, breaker: Breaker): void {
    past.now += this.ms
    expect(breaker.ranksLast(past.now)).toBe(isOpen(past))
  }
  toString = (): string => `wait ${this.ms}`
}

describe('Breaker, whatever happens', () => {
  it('does what its history says', () => {
    const verdicts = fc.constantFrom<Verdict>('success', 'failure', 'failure', 'down', 'neutral')
    const commands = fc.commands(
      [
        fc.constant(new Begin()),
        fc.tuple(verdicts, fc.nat(7)).map(([verdict, which]) => new Settle(verdict, which)),
        fc.integer({ min: 1, max: 30_000 }).map((ms) => new Wait(ms)),
      ],
      { maxCommands: 80 },
    )
    fc.assert(
      fc.property(commands, (script) => {
        const past = {
          now: 0,
          row: 0,
          trips: 0,
          openings: 0,
          until: 0,
          pending: [],
          deciding: undefined,
        }
        fc.modelRun(() => ({ model: past, real: breakerWithoutJitter() }), script)
      }),
      { numRuns: 300 },
    )
  })
})
