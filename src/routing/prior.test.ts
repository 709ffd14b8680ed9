import { describe, expect, it } from 'vitest'
import type { ModelFacts } from '../contracts/model.ts'
import type { Family } from '../contracts/routing.ts'
import { unproven } from './ability.ts'
import { demandOf, logitOf, probability } from './demand.ts'
import { placement, profileOf, reported } from './fleet.fixture.ts'
import { priorOf } from './prior.ts'

function theta(model: string, facts: Partial<ModelFacts> = {}): number {
  return priorOf(placement(model, { facts })).mean[0] ?? Number.NaN
}

function quality(model: string, family: Family, difficulty: number): number {
  const ability = unproven(priorOf(placement(model)))
  return probability(logitOf(ability, demandOf(profileOf(family, difficulty))))
}

describe('what is expected of a model that nothing is known of', () => {
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
    expect(priorOf(placement('opaque')).billions).toBeUndefined()
  })

  it.each([
    [{ parameters: reported(70), family: reported('llama') }],
    [{ parameters: reported(14), family: reported('qwen2'), origin: reported('Qwen2.5-Coder') }],
    [{ parameters: reported(8), family: reported('unheard-of') }],
  ])('does not depend on the name where the facts are known (%j)', (facts) => {
    const named = priorOf(placement('qwen2.5-coder:14b', { facts }))
    const renamed = priorOf(placement('m1', { facts }))
    expect(renamed.mean).toEqual(named.mean)
    expect(renamed.covariance).toEqual(named.covariance)
  })

  it('knows a model by what its file calls it before its architecture', () => {
    const family = reported('llama')
    const parameters = reported(8)
    const known = theta('x', { family, parameters, origin: reported('Llama-3.1 Instruct') })
    expect(known).toBeCloseTo(theta('llama3.1:8b', { parameters }))
    expect(theta('x', { family, parameters, origin: reported('my merge') })).toBeCloseTo(
      theta('x', { family, parameters }),
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

  it('falls with difficulty, and more for small models', () => {
    const loss = (model: string) => quality(model, 'code', 0.1) - quality(model, 'code', 0.7)
    expect(loss('qwen2.5:32b')).toBeGreaterThan(0)
    expect(loss('qwen2.5:0.5b')).toBeGreaterThan(loss('qwen2.5:32b'))
  })
})
