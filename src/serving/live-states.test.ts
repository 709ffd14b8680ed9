import { describe, expect, it } from 'vitest'
import { GatewayError } from '../contracts/errors.ts'
import type { Catalog, Placement } from '../contracts/model.ts'
import { LiveStates, type LiveStatesOptions } from './live-states.ts'

function placementOf(key: string, more: Partial<Placement> = {}): Placement {
  const [model = '', backend = ''] = key.split('@')
  return {
    key,
    model,
    backend,
    nativeId: model,
    remote: false,
    routable: true,
    loaded: undefined,
    up: true,
    facts: { capabilities: {} },
    ...more,
  }
}

function catalogOf(...placements: readonly Placement[]): Catalog {
  const models = new Map(placements.map((it) => [it.key, { id: it.model, placements: [it] }]))
  return { revision: 1, models, backends: [], lookedAt: 1 }
}

function scripted(options: LiveStatesOptions = {}) {
  const clock = { ms: 0 }
  return { clock, live: new LiveStates({ now: () => clock.ms, random: () => 0, ...options }) }
}

const a = placementOf('llama@a')
const failed = new GatewayError('upstream_error', 'failed')

function fail(live: LiveStates, times: number, error = failed): void {
  for (let time = 0; time < times; time++) live.end(live.begin(a), error)
}

describe('LiveStates', () => {
  it('counts what is under way, for the placement and its backend', () => {
    const { live } = scripted()
    expect(live.state(a)).toEqual({ open: false, busy: 0 })
    const first = live.begin(a)
    const other = live.begin(placementOf('qwen@a'))
    expect(live.state(a).busy).toBe(1)
    expect(live.active('a')).toBe(2)
    live.end(first)
    live.end(first)
    live.leftDuringPrefill(first, 100)
    expect(live.state(a).busy).toBe(0)
    live.end(other, failed)
    expect(live.active('a')).toBe(0)
  })

  it('opens after failures, and never for a client that left', () => {
    const { live } = scripted()
    fail(live, 50, new GatewayError('client_left', 'left'))
    fail(live, 50, new GatewayError('upstream_rejected', 'bad request'))
    expect(live.state(a).open).toBe(false)
    fail(live, 5)
    expect(live.state(a).open).toBe(true)
    expect(live.health(a)).toBe('open')
    expect(live.state(placementOf('llama@b')).open).toBe(false)
  })

  it('cools a placement that was rate limited for as long as it asked', () => {
    const { live, clock } = scripted()
    fail(live, 1, new GatewayError('upstream_rate_limited', 'slow down', { retryAfterMs: 2000 }))
    expect(live.health(a)).toBe('cooling')
    expect(live.state(a).open).toBe(true)
    clock.ms = 2000
    expect(live.state(a).open).toBe(false)
  })

  it('blames no placement for attempts that spanned a stall of this process', () => {
    const { live, clock } = scripted({ stalledSince: (moment) => moment <= 1000 })
    const stalled = Array.from({ length: 20 }, () => live.begin(a))
    clock.ms = 31_000
    for (const attempt of stalled) live.end(attempt, failed)
    expect(live.health(a)).toBe('closed')
    fail(live, 5)
    expect(live.health(a)).toBe('open')
  })

  it('counts a prompt as busy until it is read, at the speed measured so far', () => {
    const { live, clock } = scripted()
    const measured = live.begin(a)
    live.observe(measured, { totalMs: 0, timings: { prefillTokens: 1000, prefillMs: 1000 } })
    live.end(measured)
    const attempt = live.begin(a)
    clock.ms = 400
    live.leftDuringPrefill(attempt, 3000)
    expect([live.state(a).busy, live.active('a')]).toEqual([1, 0])
    clock.ms = 2999
    expect(live.state(a).busy).toBe(1)
    clock.ms = 3000
    expect(live.state(a).busy).toBe(0)
  })

  it('adds the load to the wait for a cold model, and bounds it', () => {
    const { live, clock } = scripted()
    const cold = placementOf('llama@a', { loaded: false })
    const measured = live.begin(cold)
    live.observe(measured, { totalMs: 0, timings: { loadMs: 10_000 } })
    live.end(measured, failed)
    live.leftDuringPrefill(live.begin(cold), 1000)
    live.leftDuringPrefill(live.begin(cold), 10_000_000)
    clock.ms = 14_999
    expect(live.state(a).busy).toBe(2)
    clock.ms = 15_000
    expect(live.state(a).busy).toBe(1)
    clock.ms = 120_000
    expect(live.state(a).busy).toBe(0)
  })

  it('lets nothing linger at a remote backend', () => {
    const { live } = scripted()
    const remote = placementOf('gpt@cloud', { remote: true })
    live.leftDuringPrefill(live.begin(remote), 5000)
    expect(live.state(remote).busy).toBe(0)
  })

  it('knows that a model which just answered is loaded', () => {
    const { live, clock } = scripted()
    const unloaded = placementOf('llama@a', { loaded: false })
    const first = live.begin(unloaded)
    expect(first.cold).toBe(true)
    live.end(first)
    clock.ms = 60_000
    expect(live.begin(unloaded).cold).toBe(false)
    clock.ms = 60_001
    expect(live.begin(unloaded).cold).toBe(true)
    expect(live.begin(a).cold).toBe(false)
  })

  it('expects a load of a context that no answer has shown yet', () => {
    const { live } = scripted()
    const loaded = placementOf('llama@a', { loaded: true })
    const raised = { ...loaded, contextSetting: 8192 }
    expect(live.begin(loaded).loads).toBe(false)
    const first = live.begin(raised)
    expect([first.loads, first.cold]).toEqual([true, false])
    live.end(first, failed)
    const second = live.begin(raised)
    expect(second.loads).toBe(true)
    live.end(second)
    expect(live.begin(raised).loads).toBe(false)
    expect(live.begin({ ...loaded, contextSetting: 16_384 }).loads).toBe(true)
  })

  it('forgets placements that left the catalog, once they are idle', () => {
    const { live } = scripted()
    const running = live.begin(a)
    fail(live, 5)
    live.retain(catalogOf())
    expect(live.state(a)).toMatchObject({ open: true, busy: 1 })
    live.end(running)
    live.retain(catalogOf(a))
    expect(live.state(a).open).toBe(true)
    live.retain(catalogOf())
    expect(live.state(a)).toEqual({ open: false, busy: 0 })
  })

  it('tries a placement at once when its backend came back', () => {
    const { live } = scripted()
    fail(live, 5)
    live.retain(catalogOf(a))
    expect(live.health(a)).toBe('open')
    live.retain(catalogOf({ ...a, up: false }))
    live.retain(catalogOf(a))
    expect(live.health(a)).toBe('trying')
  })

  it('knows how busy a server says it is, its own requests counted once', () => {
    const { live } = scripted()
    const saying = (running: number, at: number): Placement => ({
      ...a,
      load: { value: { running, waiting: 0, at }, source: 'reported' },
    })
    const first = live.begin(a)
    live.retain(catalogOf(saying(3, 1)))
    expect(live.state(a)).toMatchObject({ busy: 1, load: { running: 3, waiting: 0 } })
    live.begin(a)
    live.end(first)
    live.begin(a)
    expect(live.state(a)).toMatchObject({ busy: 2, load: { running: 4 } })
    live.retain(catalogOf(saying(2, 2)))
    expect(live.state(a)).toMatchObject({ busy: 2, load: { running: 2 } })
    live.retain(catalogOf(a))
    expect(live.state(a).load).toBeUndefined()
  })
})
