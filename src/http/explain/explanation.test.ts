import { describe, expect, it } from 'vitest'
import type { Placement } from '../../contracts/model.ts'
import { inputOf, liveOf, placement, profileOf } from '../../routing/fleet.fixture.ts'
import { route } from '../../routing/route.ts'
import { explanation } from './explanation.ts'

const TINY = placement('llama3.2:1b')
const SMALL = placement('gemma2:2b')
const LARGE = placement('qwen2.5:32b')
const HARD = profileOf('code', 0.9)

function explained(fleet: readonly Placement[], profile = HARD) {
  const input = inputOf(profile, fleet)
  const { intent } = input
  return explanation({ profile, intent, plan: route(input), world: 'abc' })
}

describe('models that are too small for the work', () => {
  it('are refused while a larger one takes it', () => {
    const seen = explained([TINY, LARGE])
    expect(seen).toMatchObject({
      chosen: { model: 'qwen2.5:32b', backend: 'home' },
      ...{ runner_up: null, margin: null, floor: { billions: 8, gave_way: null } },
      candidates: [{ model: 'qwen2.5:32b', below_floor: false }],
      rejected: [{ model: 'llama3.2:1b', reason: expect.stringContaining('floor of 8B') }],
    })
  })

  it('are refused by an unknown size as well', () => {
    expect(explained([placement('opaque'), LARGE])).toMatchObject({
      rejected: [{ model: 'opaque', reason: expect.stringContaining('unknown size') }],
    })
  })

  it('are asked with a reason when nothing larger is left', () => {
    expect(explained([TINY, SMALL])).toMatchObject({
      chosen: { backend: 'home' },
      floor: { billions: 8, gave_way: expect.stringContaining('no model') },
      candidates: [{ below_floor: true }, { below_floor: true }],
      rejected: [],
    })
  })

  it('are not so for work without a floor', () => {
    const seen = explained([TINY, LARGE], profileOf('chat', 0.1))
    expect(seen).toMatchObject({ floor: null, rejected: [] })
  })

  it('are asked before a larger one that failed lately', () => {
    const input = inputOf(HARD, [TINY, LARGE], { live: liveOf({ [LARGE.key]: { open: true } }) })
    const { profile, intent } = input
    expect(explanation({ profile, intent, plan: route(input), world: '' })).toMatchObject({
      chosen: { model: 'llama3.2:1b' },
      floor: { gave_way: expect.any(String) },
      candidates: [{ model: 'llama3.2:1b' }, { model: 'qwen2.5:32b' }],
    })
  })
})

it('nobody at all is told as such', () => {
  expect(explained([])).toMatchObject({
    ...{ chosen: null, runner_up: null, margin: null, reason: null, candidates: [], rejected: [] },
    error: { code: 'no_backends', message: expect.any(String) },
    ...{ snapshot: 'abc', mode: 'route', policy: 'balanced', quality_preference: 0.5 },
  })
})
