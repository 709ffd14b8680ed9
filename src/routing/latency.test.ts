import { describe, expect, it } from 'vitest'
import type { Placement } from '../contracts/model.ts'
import type { Latency, PlacementState } from '../contracts/routing.ts'
import { liveOf, placement, profileOf } from './fleet.fixture.ts'
import { latencyOf, totalSeconds } from './latency.ts'
import { pacesOf } from './pace.ts'

const PROFILE = profileOf('chat', 0.1, { tokensIn: 1000, tokensOut: 100 })

interface Given {
  readonly state?: Partial<PlacementState>
  readonly pace?: number
  readonly thinks?: boolean
}

function latency(of: Placement, { state, pace = 1, thinks = false }: Given = {}): Latency {
  const now = { open: false, busy: 0, ...state }
  return latencyOf({
    placement: of,
    state: now,
    profile: PROFILE,
    pace,
    thinks,
    tokensIn: PROFILE.tokensIn,
  })
}

describe('latencyOf', () => {
  it('uses measured speeds', () => {
    const state = { prefillTps: 500, decodeTps: 20, loadSeconds: 9 }
    const cold = placement('llama3.1:8b', { loaded: false })
    expect(latency(cold, { state })).toEqual({ queue: 0, load: 9, prefill: 2, decode: 5 })
  })

  it('expects larger models to be slower, and those with few active parameters faster', () => {
    const decode = (id: string) => latency(placement(id)).decode
    expect(decode('qwen2.5:32b')).toBeGreaterThan(decode('llama3.1:8b'))
    expect(decode('qwen3:30b-a3b')).toBeLessThan(decode('qwen2.5:32b') / 4)
  })

  it('waits for loading only where the backend says it is needed', () => {
    expect(latency(placement('llama3.1:8b', { loaded: undefined })).load).toBe(0)
    const small = latency(placement('llama3.2:1b', { loaded: false })).load
    const large = latency(placement('llama3.3:70b', { loaded: false })).load
    expect(small).toBeGreaterThan(0)
    expect(large).toBeGreaterThan(small * 3)
  })

  it('knows the size from the bytes on disk', () => {
    const sized = (sizeBytes: number) => latency(placement('opaque', { sizeBytes })).decode
    expect(sized(20 * 2 ** 30)).toBeGreaterThan(sized(2 * 2 ** 30))
  })

  it('queues behind requests under way, but not at hosted models', () => {
    const busy = { state: { busy: 4 } }
    expect(latency(placement('llama3.1:8b'), busy).queue).toBeGreaterThan(0)
    expect(latency(placement('gpt-4o', { remote: true }), busy).queue).toBe(0)
  })

  describe('at a server that counts its requests', () => {
    const queue = (running: number, waiting: number, busy = 0): number =>
      latency(placement('llama3.1:8b'), { state: { busy, load: { running, waiting } } }).queue

    it('waits as long as the line takes at its pace', () => {
      const { prefill, decode } = latency(placement('llama3.1:8b'))
      const inLine = queue(8, 16) - queue(8, 0)
      expect(inLine).toBeCloseTo((16 / 8) * (prefill + decode))
      expect(queue(2, 16)).toBeGreaterThan(2 * queue(8, 16))
      expect(queue(0, 3)).toBeGreaterThan(0)
    })

    it('hardly waits behind many that are answered at once, but prefers fewer', () => {
      const busy = latency(placement('llama3.1:8b'), { state: { busy: 20 } }).queue
      expect(queue(20, 0)).toBeLessThan(busy / 10)
      expect(queue(20, 0)).toBeGreaterThan(queue(19, 0))
      expect(queue(0, 0)).toBe(0)
    })

    it('does not count our own requests again', () => {
      expect(queue(3, 1, 4)).toBe(queue(3, 1))
    })

    it('never waits when it is a hosted one', () => {
      const hosted = placement('gpt-4o', { remote: true })
      expect(latency(hosted, { state: { load: { running: 9, waiting: 9 } } }).queue).toBe(0)
    })
  })

  it('waits less for a model that is already being loaded', () => {
    const cold = latency(placement('llama3.1:8b', { loaded: false })).load
    const coming = latency(placement('llama3.1:8b', { loaded: false, loading: true })).load
    expect(coming).toBeGreaterThan(0)
    expect(coming).toBeLessThan(cold)
  })

  it('expects more tokens of a model that thinks', () => {
    const plain = latency(placement('qwen3:8b'))
    expect(latency(placement('qwen3:8b'), { thinks: true }).decode).toBe(2 * plain.decode)
  })

  it('sums all parts', () => {
    expect(totalSeconds({ queue: 1, load: 2, prefill: 3, decode: 4 })).toBe(10)
  })
})

describe('pacesOf', () => {
  const fleet = [
    placement('llama3.1:8b'),
    placement('qwen2.5:32b'),
    placement('phi4', { backend: 'b' }),
  ]

  it('holds for the backend it was measured on', () => {
    const usual = 100 / latency(placement('llama3.1:8b')).decode
    const paces = pacesOf(fleet, liveOf({ 'llama3.1:8b@home': { decodeTps: usual / 10 } }))
    expect([...paces.keys()]).toEqual(['home'])
    expect(paces.get('home')).toBeCloseTo(0.1)
  })

  it('is empty while nothing was measured', () => {
    expect(pacesOf(fleet, liveOf({ 'phi4@b': { decodeTps: 0 } })).size).toBe(0)
  })
})
