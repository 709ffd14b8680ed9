import { describe, expect, it } from 'vitest'
import { POLICY_NAMES, policyOf, policySuffix } from './policies.ts'

describe('a policy', () => {
  it('without a name is the usual one, as it was configured', () => {
    expect(policyOf(undefined, 0.7)).toMatchObject({ name: 'balanced', qualityPreference: 0.7 })
    expect(policyOf('local', 0.7)).toMatchObject({ localOnly: true, qualityPreference: 0.7 })
  })

  it('of a name means the same whatever was configured', () => {
    for (const name of ['quality', 'speed', 'cost'])
      expect(policyOf(name, 0)).toEqual(policyOf(name, 1))
    expect(policyOf('quality', 0).qualityPreference).toBe(1)
  })

  it('that does not exist is told from those that do', () => {
    expect(() => policyOf('spede', 0.5)).toThrowError('Did you mean "speed"?')
    expect(() => policyOf('x'.repeat(5000), 0.5)).toThrowError(/^There is no policy "x{100}"/)
  })

  it.each([
    ['smarterrouter/main:speed', 'speed'],
    ['SmarterRouter/Main:Quality', 'quality'],
    ['smarterrouter/main', undefined],
    ['smarterrouter/main:fast', undefined],
    ['llama3.1:speed', undefined],
    [':speed', undefined],
  ])('is named behind the router: %s', (name, policy) => {
    expect(policySuffix(name, 'smarterrouter/main')).toBe(policy)
    expect(POLICY_NAMES).toContain(policy ?? 'balanced')
  })
})
