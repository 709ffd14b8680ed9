import { describe, expect, it } from 'vitest'
import type { Placement } from '../contracts/model.ts'
import type { Plan } from '../contracts/routing.ts'
import { inputOf, liveOf, OPTIONS, placement, profileOf, reported } from './fleet.fixture.ts'
import { type RouteOptions, route } from './route.ts'

const CAN_RAISE: RouteOptions = { ...OPTIONS, raising: new Set(['home', 'a', 'b', 'c']) }

interface Contexts {
  readonly served?: number
  readonly trained?: number
}

function model(
  id: string,
  { served, trained }: Contexts,
  rest: Partial<Placement> = {},
): Placement {
  const { facts } = placement(id, {
    facts: {
      ...(served !== undefined && { servedContext: reported(served) }),
      ...(trained !== undefined && { trainedContext: reported(trained) }),
    },
  })
  return placement(id, { ...rest, facts })
}

function plan(fleet: readonly Placement[], tokensNeeded: number, options = CAN_RAISE): Plan {
  const profile = profileOf('chat', 0.1, {
    tokensIn: tokensNeeded - 300,
    tokensOut: 300,
    tokensNeeded,
  })
  return route(inputOf(profile, fleet, { options }))
}

function raised({ candidates }: Plan): (readonly [string, number | undefined])[] {
  return candidates.map((one) => [one.placement.model, one.raiseContext] as const)
}

describe('the context a request needs', () => {
  it('is held by the served context, not the trained one', () => {
    const fleet = [
      model('llama3.1:8b', { served: 4096, trained: 131_072 }),
      model('qwen3:8b', { served: 16_384, trained: 40_960 }),
    ]
    const result = plan(fleet, 6000)
    expect(raised(result)).toEqual([['qwen3:8b', undefined]])
    expect(result.rejected[0]).toMatchObject({
      filter: 'context',
      reason: 'holds 4096 tokens, 6000 needed',
    })
  })

  it('is raised to the next step only when nothing holds it', () => {
    const fleet = [
      model('llama3.1:8b', { served: 4096, trained: 131_072 }),
      model('qwen2:7b', { served: 4096, trained: 4096 }),
    ]
    expect(raised(plan(fleet, 4096))).toEqual([
      ['qwen2:7b', undefined],
      ['llama3.1:8b', undefined],
    ])
    expect(raised(plan(fleet, 4097))).toEqual([['llama3.1:8b', 8192]])
    expect(raised(plan(fleet, 8193))).toEqual([['llama3.1:8b', 16_384]])
    expect(raised(plan(fleet, 32_768))).toEqual([['llama3.1:8b', 32_768]])
    expect(plan(fleet, 32_769).error?.code).toBe('context_length_exceeded')
  })

  it('is never raised beyond what the model was trained for', () => {
    const fleet = [model('qwen2:7b', { served: 4096, trained: 10_000 })]
    expect(raised(plan(fleet, 9000))).toEqual([['qwen2:7b', 10_000]])
    expect(plan(fleet, 10_001).error?.code).toBe('context_length_exceeded')
  })

  it('is not raised where the backend does not let us, or the trained one is unknown', () => {
    const fleet = [model('llama3.1:8b', { served: 4096, trained: 131_072 })]
    expect(plan(fleet, 6000, OPTIONS).error?.code).toBe('context_length_exceeded')
    expect(plan([model('opaque', { served: 4096 })], 6000).error?.code).toBe(
      'context_length_exceeded',
    )
  })

  it('counts a context that was raised before', () => {
    const fleet = [
      model('llama3.1:8b', { served: 4096, trained: 131_072 }, { contextSetting: 16_384 }),
    ]
    expect(raised(plan(fleet, 12_000))).toEqual([['llama3.1:8b', undefined]])
  })

  it('does not stop a model whose served context is unknown', () => {
    expect(raised(plan([model('hosted', {})], 100_000, OPTIONS))).toEqual([['hosted', undefined]])
    expect(raised(plan([model('llama3.1:8b', { trained: 131_072 })], 3000))).toEqual([
      ['llama3.1:8b', undefined],
    ])
  })

  it('is asked for where an unknown default may be too small', () => {
    const fleet = [model('llama3.1:8b', { trained: 131_072 })]
    expect(raised(plan(fleet, 6000))).toEqual([['llama3.1:8b', 8192]])
  })

  it('ignores models that are down when it decides whether to raise', () => {
    const fleet = [
      model('llama3.1:8b', { served: 4096, trained: 131_072 }),
      model('qwen3:8b', { served: 40_960 }, { up: false, backend: 'b' }),
    ]
    expect(raised(plan(fleet, 6000))).toEqual([['llama3.1:8b', 8192]])
  })

  it('gives up room for the answer before it refuses a prompt', () => {
    const fleet = [model('llama3.1:8b', { served: 8192, trained: 8192 })]
    const profile = profileOf('chat', 0.1, {
      tokensIn: 2000,
      tokensOut: 300,
      tokensNeeded: 102_000,
    })
    const result = route(inputOf(profile, fleet, { options: CAN_RAISE }))
    expect(raised(result)).toEqual([['llama3.1:8b', undefined]])
  })

  it('names the numbers when nothing can hold it', () => {
    const { error } = plan([model('llama3.1:8b', { served: 4096 })], 50_000, OPTIONS)
    expect(error?.message).toContain('maximum context length here is 4096 tokens')
    expect(error?.message).toContain('50000')
    expect(error?.status).toBe(400)
  })

  it.each([
    [{ served: 4096, trained: 16_384 }, 16_384],
    [{ served: 4096, trained: 131_072 }, 32_768],
    [{ served: 65_536, trained: 131_072 }, 65_536],
    [{ served: 4096 }, 4096],
  ])('of %j it names what a model could be raised to', (contexts, most) => {
    const { error } = plan([model('llama3.1:8b', contexts)], 500_000)
    expect(error?.message).toContain(`maximum context length here is ${most} tokens`)
  })

  it('is counted as each model counts tokens, where that is known', () => {
    const fleet = [model('llama3.1:8b', { served: 8192 }), model('qwen3:8b', { served: 8192 })]
    const live = liveOf({ 'llama3.1:8b@home': { tokenRatio: 1.4 } })
    const profile = profileOf('chat', 0.1, { tokensIn: 6000, tokensOut: 200, tokensNeeded: 6200 })
    const { candidates, rejected } = route(inputOf(profile, fleet, { live }))
    expect(candidates.map((one) => one.placement.model)).toEqual(['qwen3:8b'])
    expect(rejected[0]?.filter).toBe('context')
  })
})
