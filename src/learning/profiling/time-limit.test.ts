import { describe, expect, it } from 'vitest'
import { placement } from '../../routing/fleet.fixture.ts'
import { timeLimit } from './time-limit.ts'

const LIMITS = { usual: 90, least: 30, most: 1800, safety: 2, diskSpeed: 50, mostLoad: 1800 }
const IDLE = { open: false, busy: 0 }
const asking = { messages: [], sampling: { maxTokens: 1000 } }
const loaded = placement('some:8b')
const unloaded = placement('some:8b', { loaded: false, sizeBytes: 5e9 })

function seconds(of = loaded, state: object = {}, limits: object = {}): number {
  return timeLimit(of, asking, { ...IDLE, ...state }, { ...LIMITS, ...limits }) / 1000
}

describe('the time that a question may take', () => {
  it('is the usual one as long as nobody knows the pace', () => {
    expect(seconds()).toBe(90)
    expect(seconds(loaded, { decodeTps: 10 })).toBe(90)
    expect(seconds(loaded, {}, { most: 60 })).toBe(60)
  })

  it('follows the pace, with a margin and within bounds', () => {
    expect(seconds(loaded, { prefillTps: 1e9, decodeTps: 10 })).toBeCloseTo(200, 1)
    expect(seconds(loaded, { prefillTps: 1e9, decodeTps: 1000 })).toBe(30)
    expect(seconds(loaded, { prefillTps: 1e9, decodeTps: 0.1 })).toBe(1800)
    expect(seconds(loaded, { prefillTps: 1e9, decodeTps: 10 }, { safety: 3 })).toBeCloseTo(300, 1)
  })

  it('has room for a load: as long as it took, or as its file takes to be read', () => {
    expect(seconds(unloaded)).toBe(90 + 200)
    expect(seconds(unloaded, { loadSeconds: 40 })).toBe(90 + 80)
    expect(seconds(unloaded, { loadSeconds: 3 })).toBe(90 + 60)
    expect(seconds({ ...unloaded, sizeBytes: 400e9 })).toBe(90 + 1800)
    expect(seconds({ ...unloaded, sizeBytes: undefined })).toBe(90 + 300)
  })
})
