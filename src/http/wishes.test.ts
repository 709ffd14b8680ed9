import { describe, expect, it } from 'vitest'
import { request } from '../analysis/request.fixture.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Wishes } from '../contracts/routing.ts'
import { withWishes } from './wishes.ts'

const wished = (headers: Record<string, string>, wishes?: Wishes) =>
  withWishes(request('hi', { wishes }), headers).wishes

function refusal(headers: Record<string, string>): GatewayError {
  try {
    withWishes(request('hi'), headers)
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown
    throw thrown
  }
  throw new Error('It was let through.')
}

describe('what headers say of how a request is to be routed', () => {
  it('is nothing where none of them is there, or none has a value', () => {
    const plain = request('hi')
    const empty = { 'x-router-policy': '', 'x-router-models': ' ', 'x-router-max-latency': '' }
    expect(withWishes(plain, {})).toBe(plain)
    expect(withWishes(plain, empty)).toBe(plain)
  })

  it('is a policy, a list of models and a time', () => {
    expect(wished({ 'x-router-policy': 'Speed ' })).toEqual({ policy: 'speed' })
    expect(wished({ 'x-router-models': 'a, b@home ,,c:8b' })).toEqual({
      models: ['a', 'b@home', 'c:8b'],
    })
    expect(wished({ 'x-router-max-latency': '2.5' })).toEqual({ maxSeconds: 2.5 })
  })

  it('counts before what the body says, each for itself', () => {
    const body = { models: ['a'], maxSeconds: 9 }
    expect(wished({}, body)).toEqual(body)
    expect(wished({ 'x-router-models': 'b' }, body)).toEqual({ models: ['b'], maxSeconds: 9 })
    expect(wished({ 'x-router-policy': 'cost' }, body)).toEqual({ ...body, policy: 'cost' })
  })

  it('is refused where there is no such policy, with the name that comes near', () => {
    const { code, message, details } = refusal({ 'x-router-policy': 'qualty' })
    expect({ code, param: details.param }).toEqual({
      code: 'invalid_request',
      param: 'x-router-policy',
    })
    expect(message).toContain('Did you mean "quality"?')
  })

  it.each([
    ['x-router-models', ', ,'],
    ['x-router-models', Array.from({ length: 51 }, () => 'a').join()],
    ['x-router-max-latency', '0'],
    ['x-router-max-latency', '-1'],
    ['x-router-max-latency', '2s'],
    ['x-router-max-latency', '1.2.3'],
    ['x-router-max-latency', '.'],
    ['x-router-max-latency', 'Infinity'],
    ['x-router-max-latency', '9'.repeat(400)],
  ])('is refused by name: %s: %s', (name, value) => {
    const { code, message, details } = refusal({ [name]: value })
    expect({ code, param: details.param }).toEqual({ code: 'invalid_request', param: name })
    expect(message).toContain(name)
  })
})
