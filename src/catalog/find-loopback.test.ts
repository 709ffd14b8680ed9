import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findLoopback, type LoopbackKind } from './find-loopback.ts'

/** A kind that knows the servers at some ports, and notes where it was asked. */
function kindOf(kind: string, ports: readonly number[], known: readonly number[]) {
  const asked: string[] = []
  const fingerprint = async (url: string): Promise<boolean> => {
    asked.push(url)
    return known.some((port) => url.endsWith(`:${port}`))
  }
  return { kind, ports, fingerprint, asked }
}

const hanging: LoopbackKind = {
  kind: 'hanging',
  ports: [8080],
  fingerprint: () => new Promise(() => undefined),
}
const throwing: LoopbackKind = {
  kind: 'throwing',
  ports: [8080],
  fingerprint: () => {
    throw new Error('refused')
  },
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('findLoopback', () => {
  it('finds each server once, as the first kind that knows it', async () => {
    const first = kindOf('first', [1, 2], [1, 3])
    const second = kindOf('second', [2, 3], [1, 2, 3])
    expect(await findLoopback([first, second], [])).toEqual([
      { kind: 'first', url: 'http://127.0.0.1:1' },
      { kind: 'second', url: 'http://127.0.0.1:2' },
      { kind: 'first', url: 'http://127.0.0.1:3' },
    ])
  })

  it('asks nothing but this machine, and stays away from excluded ports', async () => {
    const kind = kindOf('kind', [11434, 11436, 11434], [11434, 11436])
    expect(await findLoopback([kind], [11436])).toHaveLength(1)
    expect(kind.asked).toEqual(['http://127.0.0.1:11434'])
  })

  it('asks everything at once and gives up after two seconds', async () => {
    const kind = kindOf('kind', [8080, 9292], [8080])
    const finding = findLoopback([hanging, throwing, kind], [])
    await vi.advanceTimersByTimeAsync(2000)
    expect(await finding).toEqual([{ kind: 'kind', url: 'http://127.0.0.1:8080' }])
    expect(vi.getTimerCount()).toBe(0)
  })
})
