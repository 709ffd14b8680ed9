import { describe, expect, it } from 'vitest'
import { Admission, crowded } from './admission.ts'

const LINE = 100
const never = new AbortController().signal

describe('admission', () => {
  it('lets everybody in where there is no limit', () => {
    const admission = new Admission()
    expect(Array.from({ length: 500 }, () => admission.enter('a', undefined))).not.toContain(false)
    admission.exit('a')
  })

  it('keeps each backend to its own limit', () => {
    const admission = new Admission()
    expect([1, 2, 3].map(() => admission.enter('a', 2))).toEqual([true, true, false])
    expect(admission.enter('b', 1)).toBe(true)
    admission.exit('a')
    expect(admission.enter('a', 2)).toBe(true)
  })

  it('lets the next in when one leaves, and only so many wait', () => {
    const admission = new Admission()
    const entered: number[] = []
    admission.enter('a', 1)
    const tickets = Array.from({ length: LINE + 1 }, (_, at) =>
      admission.wait('a', () => entered.push(at)),
    )
    expect(tickets.indexOf(undefined)).toBe(LINE)
    tickets[0]?.leave()
    admission.exit('a')
    expect(entered).toEqual([1])
  })
})

describe('a turn that is waited for', () => {
  it('comes at once, or when somebody leaves', async () => {
    const admission = new Admission()
    await admission.turn('a', 1, never)
    const second = admission.turn('a', 1, never)
    admission.exit('a')
    await second
    expect(admission.enter('a', 1)).toBe(false)
  })

  it('is given up with the signal, and the place goes to the next', async () => {
    const admission = new Admission()
    const control = new AbortController()
    await admission.turn('a', 1, never)
    const left = admission.turn('a', 1, control.signal)
    const next = admission.turn('a', 1, never)
    control.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    admission.exit('a')
    await next
  })

  it('is not waited for by one who has left before', async () => {
    const admission = new Admission()
    await admission.turn('a', 1, never)
    await expect(admission.turn('a', 1, AbortSignal.abort(new Error('left')))).rejects.toThrow()
    admission.exit('a')
    expect(admission.enter('a', 1)).toBe(true)
  })

  it('never comes where too many wait', async () => {
    const admission = new Admission()
    admission.enter('a', 1)
    for (let waiting = 0; waiting < LINE; waiting += 1) admission.wait('a', () => undefined)
    await expect(admission.turn('a', 1, never)).rejects.toThrow(crowded('a').message)
  })
})

it('says who is crowded, that nothing was sent, and when to come back', () => {
  const { code, retry, details } = crowded('attic')
  expect([code, retry, details.backend]).toEqual(['overloaded', 'unsent', 'attic'])
  expect(details.retryAfterMs).toBeGreaterThan(0)
})
