import { describe, expect, it } from 'vitest'
import type { Family } from '../contracts/routing.ts'
import { demandOf, priorAbility, qualityOf } from './ability.ts'
import { placement, profileOf, reported } from './fleet.fixture.ts'

function theta(model: string, facts = {}): number {
  return priorAbility(placement(model, { facts })).theta
}

function quality(model: string, family: Family, difficulty: number): number {
  return qualityOf(priorAbility(placement(model)), demandOf(profileOf(family, difficulty)))
}

describe('priorAbility', () => {
  it.each([
    ['size', 'qwen2.5:7b', 'qwen2.5:32b'],
    ['vintage', 'llama2:7b', 'llama3.1:8b'],
    ['being taught to answer', 'llama3.1:8b-text', 'llama3.1:8b'],
    ['a known line of models', 'opaque-8b', 'llama3.1:8b'],
    ['quantisation', 'llama3.1:8b-instruct-q2_K', 'llama3.1:8b-instruct-q8_0'],
    ['all parameters beyond those used', 'qwen3:4b', 'qwen3:30b-a3b'],
    ['the larger sibling', 'gpt-4o-mini', 'gpt-4o'],
    ['a hosted model', 'llama3.1:8b', 'claude-sonnet-4-5'],
  ])('rises with %s', (_, worse, better) => {
    expect(theta(better)).toBeGreaterThan(theta(worse))
  })

  it('counts a mixture of experts as less than a dense model of all its parameters', () => {
    expect(theta('mixtral:8x7b')).toBeLessThan(theta('mistral:47b'))
  })

  it('takes an unknown size for a small one', () => {
    expect(theta('opaque')).toBeLessThan(theta('opaque-3b'))
    expect(priorAbility(placement('opaque')).billions).toBeUndefined()
  })

  it('believes reported facts, and reads the architecture where the name says nothing', () => {
    const facts = { parameters: reported(70), family: reported('llama') }
    expect(theta('my-model', facts)).toBeGreaterThan(theta('llama3.1:8b'))
    expect(theta('my-model', facts)).toBeGreaterThan(
      theta('my-model', { parameters: facts.parameters }),
    )
  })

  it.each([
    ['qwen2.5-coder:7b', 'qwen2.5:7b', 'code', 'chat'],
    ['deepseek-r1:8b', 'llama3.1:8b', 'math', 'chat'],
    ['mathstral:7b', 'mistral:7b', 'math', 'writing'],
  ] as const)('gives %s other strengths than %s', (special, general, strong, weak) => {
    const gain = (family: Family) => quality(special, family, 0.5) - quality(general, family, 0.5)
    expect(gain(strong)).toBeGreaterThan(gain(weak))
    expect(gain(strong)).toBeGreaterThan(0)
  })
})

describe('qualityOf', () => {
  it('falls with difficulty, and more for small models', () => {
    const loss = (model: string) => quality(model, 'code', 0.1) - quality(model, 'code', 0.7)
    expect(loss('qwen2.5:32b')).toBeGreaterThan(0)
    expect(loss('qwen2.5:0.5b')).toBeGreaterThan(loss('qwen2.5:32b'))
  })

  it('trusts specialties less when it is unsure of the family', () => {
    const coder = priorAbility(placement('qwen2.5-coder:7b'))
    const plain = priorAbility(placement('qwen2.5:7b'))
    const sure = profileOf('code', 0.4)
    const unsure = { ...sure, families: { ...sure.families, code: 0.5, math: 0.5 } }
    const gain = (profile: typeof sure) =>
      qualityOf(coder, demandOf(profile)) - qualityOf(plain, demandOf(profile))
    expect(gain(unsure)).toBeGreaterThan(0)
    expect(gain(unsure)).toBeLessThan(gain(sure) / 4)
  })
})
