import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Backend, BackendLook } from '../contracts/backend.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Catalog, ReportedModel } from '../contracts/model.ts'
import { Discovery } from './discovery.ts'

const INTERVAL = 60_000

type Script = readonly string[] | Error | 'hang'

/** A backend that shows, at each look, what its script says at that moment. */
interface Scripted {
  readonly backend: Backend
  shows: Script
  /** Milliseconds that each look takes. */
  takesMs: number
  looks: number
  atOnce: number
  mostAtOnce: number
}

function lookOf(ids: readonly string[], loaded: boolean | undefined): BackendLook {
  const models = ids.map((id): ReportedModel => {
    const seen = { id, nativeId: id, facts: { capabilities: {} } }
    return loaded === undefined ? seen : { ...seen, loaded }
  })
  return { models }
}

function scripted(name: string, shows: Script): Scripted & { loaded: boolean | undefined } {
  const unused = (): never => {
    throw new Error('discovery must not talk to models')
  }
  const look = async (signal: AbortSignal): Promise<BackendLook> => {
    it.looks += 1
    it.atOnce += 1
    it.mostAtOnce = Math.max(it.mostAtOnce, it.atOnce)
    signal.addEventListener('abort', () => {
      it.atOnce -= 1
    })
    if (it.takesMs > 0) await new Promise((done) => setTimeout(done, it.takesMs))
    if (it.shows === 'hang') return new Promise(() => undefined)
    it.atOnce -= 1
    if (it.shows instanceof Error) throw it.shows
    return lookOf(it.shows, it.loaded)
  }
  const settings = {
    name,
    kind: 'kind',
    url: `http://${name}`,
    prefix: '',
    models: [],
    remote: false,
    headers: {},
    timeouts: { connect: 5, ttft: 120, load: 300, idle: 60, total: 600 },
    mediaUrls: false,
  }
  const backend = { settings, look, chat: unused, embed: unused, close: async () => undefined }
  const it = {
    backend,
    shows,
    takesMs: 0,
    looks: 0,
    atOnce: 0,
    mostAtOnce: 0,
    loaded: undefined as boolean | undefined,
  }
  return it
}

const refused = new GatewayError('upstream_unreachable', 'connection refused')

let discovery: Discovery
let catalogs: Catalog[]
let raised: ReadonlyMap<string, number>
let interval = INTERVAL

function discover(backends: readonly Backend[] | (() => readonly Backend[])): Discovery {
  discovery = new Discovery({
    backends: typeof backends === 'function' ? backends : () => backends,
    preferences: () => ({
      include: [],
      exclude: [],
      overrides: [],
      raisedContext: (key) => raised.get(key),
    }),
    intervalMs: () => interval,
    onCatalog: (catalog) => catalogs.push(catalog),
    now: () => 1_700_000_000_000,
  })
  return discovery
}

const latest = (): Catalog => {
  const catalog = catalogs.at(-1)
  if (catalog === undefined) throw new Error('no catalog yet')
  return catalog
}
const ids = (): readonly string[] => [...latest().models.values()].map((it) => it.id)
const ups = (): readonly boolean[] => latest().backends.map((it) => it.up)

beforeEach(() => {
  vi.useFakeTimers()
  catalogs = []
  raised = new Map()
  interval = INTERVAL
})
afterEach(async () => {
  await discovery.stop()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

describe('discovery', () => {
  it('finds what all backends have, in the order of the configuration', async () => {
    const slow = scripted('slow', ['llama'])
    slow.takesMs = 2000
    const quick = scripted('quick', ['llama', 'qwen'])
    const started = discover([slow.backend, quick.backend]).start()
    await vi.advanceTimersByTimeAsync(1)
    expect(ids()).toEqual(['llama', 'qwen'])
    expect(ups()).toEqual([false, true])
    await vi.advanceTimersByTimeAsync(2000)
    await started
    expect(
      latest()
        .models.get('llama')
        ?.placements.map((it) => it.backend),
    ).toEqual(['slow', 'quick'])
    expect(catalogs.map((it) => it.revision)).toEqual([1, 2])
    expect(latest().lookedAt).toBe(1_700_000_000_000)
  })

  it('says nothing while nothing changes', async () => {
    const a = scripted('a', ['llama'])
    await discover([a.backend]).start()
    await vi.advanceTimersByTimeAsync(10 * INTERVAL)
    expect(a.looks).toBeGreaterThanOrEqual(11)
    expect(catalogs).toHaveLength(1)
  })

  it('sees a model appear, load and retire within one interval', async () => {
    const a = scripted('a', ['llama'])
    await discover([a.backend]).start()
    for (const shows of [['llama', 'qwen'], ['qwen'], [], ['llama']]) {
      a.shows = shows
      await vi.advanceTimersByTimeAsync(INTERVAL)
      expect(ids()).toEqual(shows)
    }
    a.loaded = true
    await vi.advanceTimersByTimeAsync(INTERVAL)
    expect(latest().models.get('llama')?.placements[0]?.loaded).toBe(true)
  })

  it('keeps the models of a backend that cannot be reached, says why, and sees it return soon', async () => {
    const a = scripted('a', ['llama'])
    await discover([a.backend]).start()
    a.shows = refused
    await vi.advanceTimersByTimeAsync(INTERVAL)
    expect(ids()).toEqual(['llama'])
    expect(latest().models.get('llama')?.placements[0]?.up).toBe(false)
    expect(latest().backends[0]?.problem).toBe('connection refused')
    a.shows = ['llama']
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ups()).toEqual([true])
    expect(latest().backends[0]?.problem).toBeUndefined()
  })

  it('looks seldom at a backend that stays down', async () => {
    const a = scripted('a', refused)
    await discover([a.backend]).start()
    await vi.advanceTimersByTimeAsync(10 * INTERVAL)
    const before = a.looks
    await vi.advanceTimersByTimeAsync(10 * INTERVAL)
    expect(a.looks - before).toBeLessThanOrEqual(21)
    expect(catalogs).toHaveLength(1)
  })

  it('cuts a look that hangs, and never looks twice at once', async () => {
    const a = scripted('a', ['llama'])
    const b = scripted('b', ['qwen'])
    await discover([a.backend, b.backend]).start()
    a.shows = 'hang'
    b.shows = []
    await vi.advanceTimersByTimeAsync(INTERVAL)
    expect(ids()).toEqual(['llama'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(latest().backends[0]?.problem).toBe('no answer within 10 s')
    discovery.refresh('a')
    await vi.advanceTimersByTimeAsync(5 * INTERVAL)
    expect(a.mostAtOnce).toBe(1)
    expect(a.looks).toBeGreaterThan(3)
  })

  it('spreads its looks over time', async () => {
    const many = Array.from({ length: 20 }, (_, index) => scripted(`b${index}`, ['llama']))
    await discover(many.map((it) => it.backend)).start()
    await vi.advanceTimersByTimeAsync(0.97 * INTERVAL)
    const again = many.filter((it) => it.looks > 1).length
    expect(again).toBeGreaterThan(0)
    expect(again).toBeLessThan(20)
  })

  it('looks again within a second when asked to, once for many askings', async () => {
    const a = scripted('a', ['llama'])
    await discover([a.backend]).start()
    a.shows = []
    for (let asking = 0; asking < 50; asking++) discovery.refresh('a')
    discovery.refresh('nobody')
    expect(a.looks).toBe(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(ids()).toEqual([])
    await vi.advanceTimersByTimeAsync(5000)
    expect(a.looks).toBe(2)
  })

  it('looks at everything on demand, without being started', async () => {
    const a = scripted('a', ['llama'])
    await discover([a.backend]).lookNow()
    expect(ids()).toEqual(['llama'])
    await vi.advanceTimersByTimeAsync(10 * INTERVAL)
    expect(a.looks).toBe(1)
  })

  it('follows a change of the backends, and drops what a removed one would still say', async () => {
    const a = scripted('a', ['llama'])
    const b = scripted('b', ['qwen'])
    b.takesMs = 1000
    let backends = [a.backend, b.backend]
    void discover(() => backends).start()
    await vi.advanceTimersByTimeAsync(500)
    const c = scripted('c', ['gemma'])
    backends = [c.backend, a.backend]
    discovery.rebuild()
    expect(ids()).toEqual(['llama'])
    await vi.advanceTimersByTimeAsync(5000)
    expect(ids()).toEqual(['gemma', 'llama'])
    expect(catalogs).toHaveLength(3)
    expect(a.looks).toBe(1)
  })

  it('takes up a raised context at once', async () => {
    const a = scripted('a', ['llama'])
    await discover([a.backend]).start()
    raised = new Map([['llama@a', 16_384]])
    discovery.rebuild()
    expect(latest().models.get('llama')?.placements[0]?.contextSetting).toBe(16_384)
    expect(latest().revision).toBe(2)
  })

  it('has looked at nothing before the first look ended', async () => {
    const a = scripted('a', ['llama'])
    discover([a.backend]).rebuild()
    expect(latest()).toMatchObject({ lookedAt: 0, backends: [{ problem: 'not looked at yet' }] })
  })

  it('looks as often as it is told to from a rebuild on, and no sooner for many of them', async () => {
    interval = 100 * INTERVAL
    const attic = scripted('attic', ['a'])
    await discover([attic.backend]).start()
    interval = INTERVAL
    for (let round = 0; round < 10; round++) {
      discovery.rebuild()
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect(attic.looks).toBe(1)
    await vi.advanceTimersByTimeAsync(INTERVAL - 10_000)
    expect(attic.looks).toBe(2)
  })
})
