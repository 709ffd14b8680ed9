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
  if (state.open || state.busy > 0) return false
  for (const name of MEASURED) if (state[name] !== undefined) return false
  return true
}

const MEASURED = Object.keys({
  load: 0,
  prefillTps: 0,
  decodeTps: 0,
  loadSeconds: 0,
  tokenRatio: 0,
} satisfies Record<Exclude<keyof PlacementState, 'open' | 'busy'>, 0>) as Exclude<
  keyof PlacementState,
  'open' | 'busy'
>[]
