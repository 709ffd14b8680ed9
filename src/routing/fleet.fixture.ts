import type { Catalog, Fact, Model, ModelFacts, Placement } from '../contracts/model.ts'
import {
  FAMILIES,
  type Family,
  type LiveState,
  type PlacementState,
  type PromptProfile,
} from '../contracts/routing.ts'
import { inferredFacts } from '../models/inferred-facts.ts'
import { mergeFacts } from '../models/merge-facts.ts'
import { foldId } from '../models/model-id.ts'
import type { RouteOptions } from './route.ts'

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
  const shares = FAMILIES.map((name) => [name, name === family ? 1 : 0] as const)
  return {
    kind: 'chat',
    families: Object.fromEntries(shares) as Record<Family, number>,
    difficulty,
    needs: [],
    tokensIn: 50,
    tokensOut: 300,
    tokensNeeded: 350,
    ...extra,
  }
}

export const OPTIONS: RouteOptions = {
  qualityPreference: 0.5,
  maxContext: 32_768,
  canRaise: () => false,
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
