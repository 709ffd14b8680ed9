import type { PastDecision } from '../contracts/decision.ts'
import type { LiveState, PlacementState } from '../contracts/routing.ts'
import { beliefsFromText } from '../routing/kept-beliefs.ts'
import { worldFromText } from '../routing/kept-world.ts'
import { policyOf } from '../routing/policies.ts'
import { resolve } from '../routing/resolve.ts'
import { route } from '../routing/route.ts'
import type { Explained } from './explain-choice.ts'
import { whereMediaMayGo } from './media-urls.ts'

/** What may differ between a decision and its repetition: who decides, and what comes of it. */
type Difference = 'program' | 'weights' | 'decision' | 'utility'

/** What the decision is made with this time. */
export interface Repetition {
  readonly program: string
  readonly weights: string
  /** Another policy than then; undefined = the same one. */
  readonly policy?: string | undefined
}

export interface Replayed extends Explained {
  /** Whether the very same came of it; undefined = another policy was asked for. */
  readonly same: boolean | undefined
  /** What differs from then, in so far as the policy is the same. */
  readonly differs: readonly Difference[]
}

const UNREMARKABLE: PlacementState = { open: false, busy: 0 }

/** Makes a past decision again from what was kept of it. Throws a GatewayError where there is no such policy. */
export function replay(past: PastDecision, repetition: Repetition): Replayed {
  const { profile, session, exploration, states, model } = past
  const { catalog, names, options, fetching } = worldFromText(past.world.text)
  const live: LiveState = ({ key }) => states.get(key) ?? UNREMARKABLE
  const { policy } = repetition
  const intent =
    policy === undefined
      ? past.intent
      : { ...past.intent, policy: policyOf(policy, options.qualityPreference) }
  const routed = route({
    ...{ profile, intent, catalog, live, options, session, exploration },
    target: resolve(model, catalog, names),
    abilities: beliefsFromText(past.beliefs.text),
  })
  const isAbout = past.addresses && routed.candidates.length > 0
  const plan = isAbout ? whereMediaMayGo(routed, (backend) => fetching.includes(backend)) : routed
  const explained = { profile, intent, plan, world: past.world.hash }
  if (policy !== undefined) return { ...explained, same: undefined, differs: [] }
  const differs = differences(past, repetition, explained)
  return { ...explained, same: !differs.some(isOfOutcome), differs }
}

function differences(
  past: PastDecision,
  { program, weights }: Repetition,
  { plan }: Explained,
): readonly Difference[] {
  const [first] = plan.candidates
  const differs: readonly (readonly [Difference, boolean])[] = [
    ['program', program !== past.program],
    ['weights', weights !== past.weights],
    ['decision', first?.placement.key !== past.chosen],
    ['utility', !Object.is(first?.utility, past.utility)],
  ]
  return differs.flatMap(([name, isTrue]) => (isTrue ? name : []))
}

function isOfOutcome(difference: Difference): boolean {
  return difference === 'decision' || difference === 'utility'
}
