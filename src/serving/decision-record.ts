import { createHash } from 'node:crypto'
import type { DecisionRecord, KeptText } from '../contracts/decision.ts'
import type { RoutePlan } from '../contracts/routing.ts'
import type { Abilities } from '../routing/abilities.ts'
import { beliefsToText } from '../routing/kept-beliefs.ts'
import { worldToText } from '../routing/kept-world.ts'
import type { Decision } from './decide.ts'
import type { Serving, Snapshot } from './serving.ts'

/** What is special about one decision. */
interface Decided {
  readonly decision: Decision
  /** What became of the decision's plan where media have a say. */
  readonly plan: RoutePlan
  readonly snapshot: Snapshot
  /** The model that the client named. */
  readonly model: string | undefined
}

/** What is kept of a decision: made on the path of requests, so it only points at what is there. */
export function decisionRecord(
  { program }: Pick<Serving, 'program'>,
  { decision, plan, snapshot, model }: Decided,
): DecisionRecord {
  const { profile, input, states } = decision
  const [first] = plan.candidates
  return {
    model,
    profile,
    intent: input.intent,
    session: input.session,
    exploration: input.exploration,
    states,
    addresses: plan !== decision.plan,
    chosen: first?.placement.key,
    utility: first?.utility,
    program,
    weights: snapshot.heads.hash,
    world: () => worldOf(snapshot),
    beliefs: () => beliefsOf(snapshot.abilities),
  }
}

const worlds = new WeakMap<Snapshot, KeptText>()
const beliefs = new WeakMap<Abilities, KeptText>()

/** What decisions by this snapshot depend on, but for what is believed of the models. */
export function worldOf(snapshot: Snapshot): KeptText {
  return keptOnce(worlds, snapshot, () => {
    const { catalog, names, routing, backends } = snapshot
    const fetching = [...backends.values()].filter(({ settings }) => settings.mediaUrls)
    return worldToText({
      ...{ catalog, names, options: routing },
      fetching: fetching.map(({ settings }) => settings.name),
    })
  })
}

function beliefsOf(abilities: Abilities): KeptText {
  return keptOnce(beliefs, abilities, () => beliefsToText(abilities))
}

function keptOnce<Source extends object>(
  kept: WeakMap<Source, KeptText>,
  source: Source,
  write: () => string,
): KeptText {
  const known = kept.get(source)
  if (known !== undefined) return known
  const text = write()
  const made = { hash: createHash('sha256').update(text).digest('hex'), text }
  kept.set(source, made)
  return made
}
