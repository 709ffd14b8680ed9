import { describe, expect, it } from 'vitest'
import { type Observation, Speed } from './speed.ts'

const HOUR = 3_600_000

function speedAfter(...observations: readonly Partial<Observation>[]): Speed {
  const speed = new Speed()
  for (const each of observations) speed.observe({ totalMs: 1000, cold: false, ...each }, 0)
  return speed
}

describe('Speed', () => {
  it('knows nothing at first', () => {
    const speed = speedAfter()
    expect(speed.prefillTps(0)).toBeUndefined()
    expect(speed.decodeTps(0)).toBeUndefined()
    expect(speed.loadSeconds(0)).toBeUndefined()
  })

  it('takes the word of a backend that times itself', () => {
    const timings = { prefillTokens: 500, prefillMs: 250, decodeTokens: 40, decodeMs: 2000 }
    const speed = speedAfter({ timings, usage: { input: 9, output: 9 }, firstContentMs: 5 })
    expect(speed.prefillTps(0)).toBeCloseTo(2000)
    expect(speed.decodeTps(0)).toBeCloseTo(20)
  })

  it('derives it from the stream where no timings are given, less what came from a cache', () => {
    const usage = { input: 1500, output: 101, cached: 500 }
    const speed = speedAfter({ usage, firstContentMs: 500, totalMs: 2500 })
    expect(speed.prefillTps(0)).toBeCloseTo(2000)
    expect(speed.decodeTps(0)).toBeCloseTo(50)
  })

  it.each<[string, Partial<Observation>]>([
    ['a short prompt', { usage: { input: 20, output: 1 }, firstContentMs: 300, totalMs: 300 }],
    ['a load', { usage: { input: 2000, output: 1 }, firstContentMs: 9000, cold: true }],
    ['an answer in one piece', { usage: { input: 2000, output: 50 } }],
    ['a burst', { usage: { input: 1, output: 500 }, firstContentMs: 990, totalMs: 1000 }],
    ['no usage', { firstContentMs: 100 }],
    [
      'nonsense',
      {
        usage: { input: -5, output: -5 },
        timings: { prefillMs: 0, prefillTokens: 5, decodeMs: -1, decodeTokens: Number.NaN },
      },
    ],
  ])('learns no reading or writing speed from %s', (_, observation) => {
    const speed = speedAfter(observation)
    expect(speed.prefillTps(0)).toBeUndefined()
    if (!observation.cold) expect(speed.decodeTps(0)).toBeUndefined()
  })

  it('tells a load from the bookkeeping of a loaded model', () => {
    expect(speedAfter({ timings: { loadMs: 80 } }).loadSeconds(0)).toBeUndefined()
    expect(speedAfter({ timings: { loadMs: 80 }, cold: true }).loadSeconds(0)).toBeCloseTo(0.08)
    expect(speedAfter({ timings: { loadMs: 7000 } }).loadSeconds(0)).toBeCloseTo(7)
  })

  it('takes the wait for a cold answer, less the reading, as its load', () => {
    const reading = { timings: { prefillTokens: 1000, prefillMs: 1000 } }
    const cold = { cold: true, usage: { input: 2000, output: 5 }, firstContentMs: 12_000 }
    expect(speedAfter(reading, cold).loadSeconds(0)).toBeCloseTo(10)
    expect(speedAfter(cold).loadSeconds(0)).toBeCloseTo(12)
  })

  it('follows a backend that became ten times slower, and one that recovered', () => {
    const at = (ms: number): Partial<Observation> => ({
      timings: { decodeTokens: 100, decodeMs: ms },
    })
    const fast = Array<Partial<Observation>>(1000).fill(at(1000))
    const slow = Array<Partial<Observation>>(8).fill(at(10_000))
    const recovered = Array<Partial<Observation>>(15).fill(at(1000))
    expect(speedAfter(...fast, ...slow).decodeTps(0)).toBeLessThan(11)
    expect(speedAfter(...fast, ...slow, ...recovered).decodeTps(0)).toBeGreaterThan(90)
  })

  it('is not carried away by prompts that came from a cache', () => {
    const read = { timings: { prefillTokens: 1000, prefillMs: 1000 } }
    const cached = { timings: { prefillTokens: 1000, prefillMs: 1 } }
    const speed = speedAfter(read, read, read, read, cached)
    expect(speed.prefillTps(0)).toBeLessThan(1500)
  })

  it('forgets what is an hour old', () => {
    const speed = speedAfter({ timings: { decodeTokens: 1, decodeMs: 1000 } })
    expect(speed.decodeTps(HOUR)).toBeCloseTo(1)
    expect(speed.decodeTps(HOUR + 1)).toBeUndefined()
    speed.observe(
      { totalMs: 0, cold: false, timings: { decodeTokens: 90, decodeMs: 1000 } },
      2 * HOUR,
    )
    expect(speed.decodeTps(2 * HOUR)).toBeCloseTo(90)
  })
})
