import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../contracts/errors.ts'
import { FindingsBook } from '../profiling/findings-book.ts'
import { Ledger } from './ledger.ts'

function stage() {
  const book = new FindingsBook([], { put: async () => undefined, remove: async () => undefined })
  return new Ledger({ book, most: () => ({ calls: 3, dollars: 1 }), now: () => 0 })
}

describe('Ledger', () => {
  it('counts what was asked, at what it cost, or as much as it may have', async () => {
    const ledger = stage()
    await ledger.spend(
      0.3,
      async () => 'a',
      () => 0.1,
    )
    await ledger.spend(
      0.3,
      async () => 'a',
      () => undefined,
    )
    const failing = async () => Promise.reject(new GatewayError('upstream_error', 'no'))
    await expect(ledger.spend(0.3, failing, () => 0)).rejects.toThrow('no')
    expect(ledger.spent().calls).toBe(3)
    expect(ledger.spent().dollars).toBeCloseTo(0.7)
    await expect(
      ledger.spend(
        0,
        async () => 'a',
        () => 0,
      ),
    ).rejects.toThrow('judge.max_calls')
  })

  it('does not count what made way for a user, or never left', async () => {
    const ledger = stage()
    const unsent = new GatewayError('upstream_unreachable', 'away')
    for (const thrown of [Symbol('a user asked'), unsent])
      await expect(
        ledger.spend(
          0.3,
          () => Promise.reject(thrown),
          () => 0,
        ),
      ).rejects.toBe(thrown)
    expect(ledger.spent()).toEqual({ calls: 0, dollars: 0 })
  })
})
