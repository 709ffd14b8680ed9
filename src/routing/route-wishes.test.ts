import { describe, expect, it } from 'vitest'
import { FLEET, liveOf, placement, profileOf } from './fleet.fixture.ts'
import { chosen, HARD_CODE, judged, models, plan, SMALL_TALK } from './plan.fixture.ts'
import { policyOf } from './policies.ts'

describe('route', () => {
  it('leaves a conversation with its model unless another answers better', () => {
    const session = { model: 'qwen2.5:32b', placement: 'qwen2.5:32b@home', tokens: 2000 }
    const words = profileOf('chat', 0.05, { tokensIn: 2100 })
    expect(chosen(words)).not.toBe('qwen2.5:32b')
    for (const qualityPreference of [0, 0.5, 1]) {
      expect(chosen(words, { session, options: { qualityPreference } })).toBe('qwen2.5:32b')
    }
    const small = { model: 'llama3.2:3b', placement: 'llama3.2:3b@home', tokens: 2000 }
    expect(chosen(words, { session: small })).toBe('llama3.2:3b')
    expect(chosen(HARD_CODE, { session: small })).toBe('qwen2.5:32b')
  })

  it('moves a conversation on when its model fails, is gone or has left memory', () => {
    const session = { model: 'qwen2.5:32b', placement: 'qwen2.5:32b@home', tokens: 2000 }
    const live = liveOf({ 'qwen2.5:32b@home': { open: true } })
    expect(chosen(SMALL_TALK, { session, live })).not.toBe('qwen2.5:32b')
    const others = FLEET.filter(({ model }) => model !== 'qwen2.5:32b')
    const [next] = plan(SMALL_TALK, { session, fleet: others }).candidates
    expect(next).toEqual(plan(SMALL_TALK, { fleet: others }).candidates[0])
    expect(next?.switchCost).toBe(0)
    const unloaded = placement('qwen2.5:32b', { loaded: false })
    expect(chosen(SMALL_TALK, { session, fleet: [...others, unloaded] })).not.toBe('qwen2.5:32b')
  })

  it('has nothing leave this network under the policy for it', () => {
    const fleet = [
      placement('llama3.2:3b'),
      placement('gpt-4o', { remote: true, backend: 'cloud' }),
    ]
    const intent = { policy: policyOf('local', 1) }
    const { candidates, rejected } = plan(HARD_CODE, { fleet, intent })
    expect(candidates.map((one) => one.placement.model)).toEqual(['llama3.2:3b'])
    expect(rejected[0]).toMatchObject({ filter: 'privacy' })
    const none = plan(HARD_CODE, { fleet: fleet.slice(1), intent })
    expect(none.error).toMatchObject({ code: 'no_capable_model', status: 400 })
  })

  it('asks only the models that were named, those among them that are else only called by name', () => {
    const closed = placement('gpt-4o', { remote: true, backend: 'cloud', routable: false })
    const fleet = [...FLEET, closed]
    const asked = (only: readonly string[]) => plan(HARD_CODE, { fleet, intent: { only } })
    expect(models(asked(['LLAMA3.2:3b', 'gpt-4o'])).sort()).toEqual(['gpt-4o', 'llama3.2:3b'])
    expect(models(asked(['llama3.2:3b@home', 'nothing']))).toEqual(['llama3.2:3b'])
    expect(asked(['lama3.2:3b']).error).toMatchObject({ code: 'model_not_found' })
    expect(asked(['lama3.2:3b']).error?.message).toContain('"llama3.2:3b"')
    expect(models(plan(HARD_CODE, { intent: { exclude: ['qwen2.5:32b'] } }))).not.toContain(
      'qwen2.5:32b',
    )
  })

  it('refuses what takes longer than is wanted', () => {
    const live = liveOf({ 'qwen2.5:32b@home': { decodeTps: 2, prefillTps: 100 } })
    const quick = plan(HARD_CODE, { live, intent: { maxSeconds: 60 } })
    expect(models(quick)).not.toContain('qwen2.5:32b')
    expect(quick.rejected.find((one) => one.filter === 'latency')?.reason).toMatch(/^takes ~\d+ s/)
    const none = plan(HARD_CODE, { intent: { maxSeconds: 0.001 } })
    expect(none.error).toMatchObject({
      code: 'no_capable_model',
      details: { param: 'max_latency' },
    })
  })

  it('loads nothing for a background task as long as anything is loaded', () => {
    const task = { ...SMALL_TALK, kind: 'housekeeping' as const }
    const fleet = [placement('llama3.1:405b'), placement('qwen2.5:0.5b', { loaded: false })]
    const { candidates, rejected } = plan(task, { fleet })
    expect(candidates).toHaveLength(1)
    expect(rejected[0]).toMatchObject({ filter: 'load' })
  })

  it('tries models out as far as they are unknown, the same way for the same seed', () => {
    const fleet = [placement('qwen2.5:7b'), placement('llama3.1:8b'), placement('gemma2:9b')]
    const abilities = judged(
      fleet,
      { 'qwen2.5:7b': { chat: 0.7 }, 'llama3.1:8b': { chat: 0.6 } },
      400,
    )
    const first = (seed: number) =>
      plan(profileOf('chat', 0.5), {
        fleet,
        abilities,
        options: { qualityPreference: 1 },
        exploration: { seed, scale: 1 },
      }).candidates[0]?.placement.model
    const seeds = Array.from({ length: 300 }, (_, seed) => seed)
    const firsts = seeds.map(first)
    expect(firsts).toEqual(seeds.map(first))
    const share = (model: string) => firsts.filter((one) => one === model).length / 300
    expect(share('gemma2:9b')).toBeGreaterThan(0.15)
    expect(share('llama3.1:8b')).toBeLessThan(0.1)
    expect(share('qwen2.5:7b')).toBeGreaterThan(0.3)
  })
})
