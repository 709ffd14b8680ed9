import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../contracts/errors.ts'
import type { Asking } from '../asking/own-request.ts'
import { answering, labelsIn, saying } from './judge.fixture.ts'
import { Judge, NO_VERDICT } from './judge.ts'

const TURNS = ['Which is the largest planet?']

function stage(answer: (asking: Asking, call: number) => string) {
  const waits: number[] = []
  const asked: Asking[] = []
  const control = new AbortController()
  const judge = new Judge({
    async ask(asking) {
      asked.push(asking)
      return saying(answer(asking, asked.length))
    },
    ...{ thinks: false, retries: 3, retryBaseMs: 1000, signal: control.signal, random: () => 0 },
    wait: async (ms) => void waits.push(ms),
  })
  return { judge, waits, asked, control }
}

function failing(code: ConstructorParameters<typeof GatewayError>[0], retryAfterMs?: number) {
  return new GatewayError(code, 'no', retryAfterMs === undefined ? {} : { retryAfterMs })
}

describe('Judge', () => {
  it('asks twice with the sides changed, and takes an answer that wins in both places', async () => {
    const { judge, asked } = stage(answering((text) => text.includes('Jupiter')))
    await expect(judge.compare(TURNS, ['Jupiter'], ['Mars'])).resolves.toBe('first')
    await expect(judge.compare(TURNS, ['Mars'], ['Jupiter'])).resolves.toBe('second')
    expect(asked).toHaveLength(4)
  })

  it('takes one that prefers a place for undecided', async () => {
    const first = stage((asking) => `{"better":"${labelsIn(asking)[0]}"}`)
    await expect(first.judge.compare(TURNS, ['Jupiter'], ['Mars'])).resolves.toBe('tie')
    const ties = stage(() => '{"better":"tie"}')
    await expect(ties.judge.compare(TURNS, ['Jupiter'], ['Mars'])).resolves.toBe('tie')
  })

  it('tries again after failures, each time after twice the pause', async () => {
    const { judge, waits } = stage((asking, call) => {
      if (call <= 3) throw failing('upstream_error')
      return answering((text) => text.includes('Jupiter'))(asking)
    })
    await expect(judge.compare(TURNS, ['Jupiter'], ['Mars'])).resolves.toBe('first')
    expect(waits).toEqual([1000, 2000, 4000])
  })

  it('waits as long as it is told to, within bounds', async () => {
    const { judge, waits } = stage((asking, call) => {
      if (call === 1) throw failing('upstream_rate_limited', 7000)
      if (call === 2) throw failing('upstream_rate_limited', 9_000_000)
      return answering(() => true)(asking)
    })
    await judge.compare(TURNS, ['Jupiter'], ['Mars'])
    expect(waits).toEqual([7000, 60_000])
  })

  it('gives up what cannot be read after the last try', async () => {
    const { judge, asked } = stage(() => 'Both have their merits.')
    await expect(judge.compare(TURNS, ['Jupiter'], ['Mars'])).rejects.toThrow(NO_VERDICT)
    expect(asked).toHaveLength(4)
  })

  it.each(['upstream_auth_failed', 'model_not_found', 'not_allowed'] as const)(
    'does not try again after %s',
    async (code) => {
      const { judge, asked } = stage(() => {
        throw failing(code)
      })
      await expect(judge.compare(TURNS, ['Jupiter'], ['Mars'])).rejects.toMatchObject({ code })
      expect(asked).toHaveLength(1)
    },
  )

  it('holds one to nothing that takes no schema, from then on', async () => {
    const { judge, asked } = stage((asking) => {
      if (asking.format !== undefined) throw failing('upstream_rejected')
      return answering((text) => text.includes('Jupiter'))(asking)
    })
    await expect(judge.compare(TURNS, ['Jupiter'], ['Mars'])).resolves.toBe('first')
    expect(asked.map(({ format }) => format?.type)).toEqual(['schema', undefined, undefined])
  })

  it('ends when it is told to', async () => {
    const { judge, control } = stage(() => {
      control.abort(new Error('stop'))
      throw failing('upstream_error')
    })
    await expect(judge.compare(TURNS, ['Jupiter'], ['Mars'])).rejects.toThrow('stop')
  })
})
