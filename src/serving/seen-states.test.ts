import { expect, it } from 'vitest'
import type { PlacementState } from '../contracts/routing.ts'
import { placement } from '../routing/fleet.fixture.ts'
import { seenStates } from './seen-states.ts'

it('holds on to what was seen first, and keeps only what is remarkable', () => {
  const now = new Map<string, PlacementState>([['b@home', { open: false, busy: 1 }]])
  const { live, states } = seenStates(({ key }) => now.get(key) ?? { open: false, busy: 0 })
  const [a, b] = [placement('a'), placement('b')]
  const before = [live(a), live(b)]
  now.set('a@home', { open: true, busy: 5 })
  now.set('b@home', { open: true, busy: 6 })
  expect([live(a), live(b)]).toEqual(before)
  expect([...states]).toEqual([['b@home', { open: false, busy: 1 }]])
})
