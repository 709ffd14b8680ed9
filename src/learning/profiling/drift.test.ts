import { describe, expect, it } from 'vitest'
import type { FailureCode } from '../../contracts/errors.ts'
import type { RequestRecord } from '../../contracts/record.ts'
import type { SignKind } from '../../contracts/sign.ts'
import { Drift } from './drift.ts'

function answers(
  count: number,
  { code, sign }: { readonly code?: FailureCode; readonly sign?: SignKind } = {},
): readonly RequestRecord[] {
  const outcome = code === undefined ? 'ok' : 'error'
  const attempt = { model: 'm', backend: 'one', outcome, code, sent: true, totalMs: 1 }
  const of = { model: 'm', placement: 'm@one', family: 'chat', difficulty: 0 }
  const signs = sign === undefined ? [] : [{ ...of, kind: sign }]
  return Array.from({ length: count }, () => ({ attempts: [attempt], signs }) as never)
}

function stage(paceOf: () => number | undefined = () => undefined) {
  const drift = new Drift({ paceOf, measured: () => ({ decodeTps: 30 }) })
  return { drift, stale: () => [...drift.stale('m@one')] }
}

describe('Drift', () => {
  it('notices another pace, slower or faster, once enough answers show it', () => {
    let pace = 30
    const { drift, stale } = stage(() => pace)
    drift.noticed(answers(19))
    pace = 10
    expect(stale()).toEqual([])
    drift.noticed(answers(1))
    expect(stale()).toEqual(['speed'])
    pace = 60
    expect(stale()).toEqual(['speed'])
    pace = 22
    expect(stale()).toEqual([])
  })

  it.each([
    ['its server fails', { code: 'upstream_error' }],
    ['its answers are empty', { sign: 'empty' }],
    ['its calls do not fit', { sign: 'bad-call' }],
  ] as const)('notices that %s more often than before', (_, fault) => {
    const { drift, stale } = stage()
    drift.noticed(answers(200))
    expect(stale()).toEqual([])
    drift.noticed(answers(8, fault))
    expect(stale()).toEqual(['checkup'])
    drift.settled('m@one', 'checkup')
    expect(stale()).toEqual([])
  })

  it('takes no failure for the model’s that is the request’s or the client’s', () => {
    const { drift, stale } = stage()
    drift.noticed(answers(200))
    for (const code of ['client_left', 'upstream_rejected', 'context_length_exceeded'] as const)
      drift.noticed(answers(50, { code }))
    drift.noticed(answers(50, { sign: 'asked-again' }))
    expect(stale()).toEqual([])
  })

  it('gets used to a model that fails all the time', () => {
    const { drift, stale } = stage()
    drift.noticed(answers(2000, { code: 'upstream_error' }))
    expect(stale()).toEqual([])
  })

  it('gets used to a pace for users that differs from the one that was measured', () => {
    let pace = 10
    const { drift, stale } = stage(() => pace)
    drift.noticed(answers(30))
    expect(stale()).toEqual(['speed'])
    drift.settled('m@one', 'speed')
    expect(stale()).toEqual([])
    pace = 30
    expect(stale()).toEqual([])
    pace = 4
    expect(stale()).toEqual(['speed'])
  })
})
