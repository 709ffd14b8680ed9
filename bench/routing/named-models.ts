import type { Catalog, Placement } from '../../src/contracts/model.ts'
import { inferredFacts } from '../../src/models/inferred-facts.ts'
import { foldId } from '../../src/models/model-id.ts'
import { policyOf } from '../../src/routing/policies.ts'
import type { RouteInput } from '../../src/routing/route.ts'

/** Models that are all in memory on one machine, and a request among them that lacks the prompt and what was learned. */
export interface NamedModels {
  readonly placements: readonly Placement[]
  readonly input: Omit<RouteInput, 'profile' | 'abilities'>
}

const BACKEND = 'bench'

/** As it is set where nobody sets it. */
const EXPLORATION = 0.3

/**
 * Models of which nothing is known but their names. `preference`: 0 = the fastest answer, 1 = the best, which is the
 * policy `quality`.
 */
export function namedModels(names: readonly string[], preference = 1): NamedModels {
  const policy = policyOf(preference === 1 ? 'quality' : undefined, preference)
  const placements = names.map(placementOf)
  return {
    placements,
    input: {
      target: { kind: 'route' },
      intent: { policy },
      catalog: catalogOf(placements),
      live: () => ({ open: false, busy: 0 }),
      options: {
        qualityPreference: preference,
        exploration: EXPLORATION,
        maxContext: 131_072,
        raising: new Set(),
      },
    },
  }
}

function placementOf(model: string): Placement {
  return {
    key: `${model}@${BACKEND}`,
    model,
    backend: BACKEND,
    nativeId: model,
    remote: false,
    routable: true,
    loaded: true,
    up: true,
    facts: inferredFacts(model),
  }
}

function catalogOf(placements: readonly Placement[]): Catalog {
  return {
    revision: 1,
    models: new Map(
      placements.map((one) => [foldId(one.model), { id: one.model, placements: [one] }]),
    ),
    backends: [
      { name: BACKEND, kind: 'bench', url: '', remote: false, up: true, models: placements.length },
    ],
    lookedAt: 1,
  }
}
