import type { LiveState, PlacementState } from '../contracts/routing.ts'

export interface SeenStates {
  /** As given, but for one moment: asked again, it says the same again. */
  readonly live: LiveState
  /** By placement key: what it said so far of those that more is known of than that nothing is under way. */
  readonly states: ReadonlyMap<string, PlacementState>
}

/** Keeps what a decision sees of the placements, so that the decision can be made again. */
export function seenStates(live: LiveState): SeenStates {
  const seen = new Map<string, PlacementState>()
  const states = new Map<string, PlacementState>()
  return {
    states,
    live(placement) {
      const known = seen.get(placement.key)
      if (known !== undefined) return known
      const state = live(placement)
      seen.set(placement.key, state)
      if (!isUnremarkable(state)) states.set(placement.key, state)
      return state
    },
  }
}

function isUnremarkable(state: PlacementState): boolean {
  const { open, busy, ...measured } = state
  return !open && busy === 0 && Object.values(measured).every((value) => value === undefined)
}
