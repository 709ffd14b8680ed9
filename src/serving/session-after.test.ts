import { describe, expect, it } from 'vitest'
import type { Plan, PromptProfile } from '../contracts/routing.ts'
import { placement, profileOf } from '../routing/fleet.fixture.ts'
import type { Ending } from './outcome.ts'
import { sessionAfter } from './session-after.ts'

const candidates = ['a', 'b'].map((model) => ({ placement: placement(model), reason: 'best' }))

function remembered(more: {
  readonly ending?: Partial<Ending>
  readonly plan?: Partial<Plan>
  readonly profile?: Partial<PromptProfile>
}) {
  const head = { model: 'b', backend: 'home', attempts: 2, overheadMs: 1, dropped: [] }
  return sessionAfter({
    profile: profileOf('chat', 0.2, { tokensIn: 50, ...more.profile }),
    plan: { candidates, rejected: [], mode: 'route', ...more.plan },
    ending: { outcome: 'ok', begun: true, head, attempts: [], ...more.ending },
  })
}

describe('what is remembered after an answer', () => {
  it('is who gave it, and how long the conversation has become', () => {
    const ending = { tokensIn: 80, tokensOut: 20 }
    expect(remembered({ ending })).toEqual({ model: 'b', placement: 'b@home', tokens: 100 })
    expect(remembered({})).toEqual({ model: 'b', placement: 'b@home', tokens: 50 })
  })

  it.each([
    ['it failed', { ending: { outcome: 'error' } }],
    ['it broke off', { ending: { outcome: 'partial' } }],
    ['the client left', { ending: { outcome: 'client_left' } }],
    ['the client chose the model', { plan: { mode: 'pinned' } }],
    ['the client asked for itself', { profile: { kind: 'housekeeping' } }],
    ['nobody that was planned gave it', { plan: { candidates: [] } }],
  ] as const)('is nothing where %s', (_why, more) => {
    expect(remembered(more)).toBeUndefined()
  })
})
