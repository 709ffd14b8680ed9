import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GatewayError } from '../contracts/errors.ts'
import { Glances } from './glances.ts'

const onChange = vi.fn()
const glance = vi.fn<(signal: AbortSignal) => Promise<string | undefined>>()
let glances: Glances

beforeEach(() => {
  vi.useFakeTimers()
  onChange.mockReset()
  glance.mockReset()
  glances = new Glances({ glance }, onChange)
})
afterEach(async () => {
  await glances.stop()
  vi.useRealTimers()
})

async function afterSeconds(seconds: number): Promise<number> {
  await vi.advanceTimersByTimeAsync(1000 * seconds)
  return onChange.mock.calls.length
}

describe('Glances', () => {
  it('tell of a change once, and within seconds', async () => {
    glance.mockResolvedValue('a loaded')
    glances.start()
    expect(await afterSeconds(60)).toBe(0)
    glance.mockResolvedValue('b loaded')
    expect(await afterSeconds(5)).toBe(1)
    expect(await afterSeconds(60)).toBe(1)
  })

  it('tell when a server begins to show something, but not when it stops', async () => {
    glance.mockResolvedValue(undefined)
    glances.start()
    expect(await afterSeconds(10)).toBe(0)
    glance.mockResolvedValue('')
    expect(await afterSeconds(10)).toBe(1)
    glance.mockResolvedValue(undefined)
    expect(await afterSeconds(10)).toBe(1)
  })

  it('see a server go and come back, and think nothing of other failures', async () => {
    glance.mockResolvedValue('a loaded')
    glances.start()
    glance.mockRejectedValue(new GatewayError('upstream_error', 'broken'))
    expect(await afterSeconds(10)).toBe(0)
    glance.mockRejectedValue(new GatewayError('upstream_unreachable', 'gone'))
    expect(await afterSeconds(10)).toBe(1)
    glance.mockResolvedValue('a loaded')
    expect(await afterSeconds(10)).toBe(2)
  })

  it('are never two at once, and seldom where they take long', async () => {
    glance.mockImplementation(() => new Promise((resolve) => setTimeout(resolve, 2000, 'a')))
    glances.start()
    await afterSeconds(101)
    expect(glance).toHaveBeenCalledTimes(1)
    await afterSeconds(2)
    expect(glance).toHaveBeenCalledTimes(2)
  })

  it('give up on what hangs, and end when they are stopped', async () => {
    glance.mockImplementation((signal) => {
      signal.addEventListener('abort', () => onChange('aborted'))
      return new Promise(() => undefined)
    })
    glances.start()
    await afterSeconds(3)
    expect(onChange).toHaveBeenCalledWith('aborted')
    await glances.stop()
    expect(vi.getTimerCount()).toBe(0)
    expect(glance).toHaveBeenCalledTimes(1)
  })

  it('are not for every backend', async () => {
    glances = new Glances({}, onChange)
    glances.start()
    expect(vi.getTimerCount()).toBe(0)
  })
})
