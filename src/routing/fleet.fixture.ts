import type { Evidence } from '../contracts/evidence.ts'
import type { Catalog, Fact, Model, ModelFacts, Placement } from '../contracts/model.ts'
import type { Family, LiveState, PlacementState, PromptProfile } from '../contracts/routing.ts'
import { inferredFacts } from '../models/inferred-facts.ts'
import { mergeFacts } from '../models/merge-facts.ts'
import { foldId } from '../models/model-id.ts'
import { NOTHING_LEARNED } from './abilities.ts'
import { policyOf } from './policies.ts'
import type { RouteInput, RouteOptions } from './route.ts'
import { workOf } from './work-of.ts'

/** A fact as a backend reports it. */
export function reported<T>(value: T): Fact<T> {
  return { value, source: 'reported' }
}

/** A loaded, reachable model; what is not given is what its name tells. */
export function placement(
  model: string,
  { facts = {}, ...rest }: Partial<Omit<Placement, 'facts'>> & { facts?: Partial<ModelFacts> } = {},
): Placement {
  const backend = rest.backend ?? 'home'
  return {
    key: `${model}@${backend}`,
    model,
    backend,
    nativeId: model,
    remote: false,
    routable: true,
    loaded: true,
    up: true,
    facts: mergeFacts(facts, inferredFacts(model)),
    ...rest,
  }
}

/** A catalog of these placements; those of equal ids are one model. */
export function catalogOf(placements: readonly Placement[]): Catalog {
  const models = new Map<string, Model>()
  for (const one of placements) {
    const key = foldId(one.model)
    const known = models.get(key)?.placements ?? []
    models.set(key, { id: one.model, placements: [...known, one] })
  }
  const backends = [...new Set(placements.map(({ backend }) => backend))].map((name) => {
    const there = placements.filter(({ backend }) => backend === name)
    const up = there.some((one) => one.up)
    return { name, kind: 'test', url: '', remote: false, up, models: there.length }
  })
  return { revision: 1, models, backends, lookedAt: 1 }
}

/** Nothing measured, nothing under way, except as given by key. */
export function liveOf(states: Readonly<Record<string, Partial<PlacementState>>> = {}): LiveState {
  return ({ key }) => ({ open: false, busy: 0, ...states[key] })
}

/** A request that is wholly of one family. */
export function profileOf(
  family: Family,
  difficulty: number,
  extra: Partial<PromptProfile> = {},
): PromptProfile {
  return {
    kind: 'chat',
    ...workOf(family, difficulty),
    needs: [],
    tokensIn: 50,
    tokensOut: 300,
    tokensNeeded: 350,
    ...extra,
  }
}

export const OPTIONS: RouteOptions = {
  qualityPreference: 0.5,
  exploration: 0,
  maxContext: 32_768,
  raising: new Set(),
}

/** So many judged answers of medium difficulty, of which such a share was right. */
export function evidenceOf(
  family: Family,
  share: number,
  count: number,
  more: Partial<Evidence> = {},
): readonly Evidence[] {
  return Array.from({ length: count }, (_, at) => ({
    model: 'some',
    source: 'probe' as const,
    work: workOf(family, 0.5),
    y: at < share * count ? 1 : 0,
    weight: 1,
    at,
    ...more,
  }))
}

/** A request for the router to choose, at the quality preference of the options, with nothing learned. */
export function inputOf(
  profile: PromptProfile,
  fleet: readonly Placement[],
  more: Partial<RouteInput> = {},
): RouteInput {
  const options = more.options ?? OPTIONS
  return {
    profile,
    target: { kind: 'route' },
    intent: { policy: policyOf(undefined, options.qualityPreference) },
    catalog: catalogOf(fleet),
    abilities: NOTHING_LEARNED,
    live: liveOf(),
    options,
    ...more,
  }
}

/** A mixed fleet on one backend, all loaded. */
export const FLEET: readonly Placement[] = [
  placement('qwen2.5:0.5b'),
  placement('llama3.2:3b'),
  placement('llama3.1:8b'),
  placement('qwen2.5:32b'),
  placement('qwen2.5-coder:7b'),
  placement('qwen2.5vl:7b', { facts: { capabilities: { vision: reported(true) } } }),
  placement('nomic-embed-text'),
  placement('whisper-large-v3'),
  placement('stable-diffusion-3.5'),
]
