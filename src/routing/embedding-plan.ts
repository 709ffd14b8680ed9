import { GatewayError } from '../contracts/errors.ts'
import type { Catalog, Model, Placement } from '../contracts/model.ts'
import type { Candidate, LiveState, Plan, Rejection } from '../contracts/routing.ts'
import { trusted } from './filter.ts'
import { placementsOf, type Target } from './resolve.ts'
import { unknownModel } from './unknown-model.ts'

/** Everything that the choice of an embedding model depends on. */
export interface EmbeddingInput {
  readonly target: Target
  readonly catalog: Catalog
  readonly live: LiveState
  /** The model that stands behind the router's own name; absent = the best one found. */
  readonly defaultModel?: string | undefined
}

/**
 * Chooses who embeds. All candidates serve the same model, since vectors of different models cannot be compared; for the
 * same reason what is loaded at the moment decides between placements, never between models.
 */
export function planEmbedding(input: EmbeddingInput): Plan {
  const { target, defaultModel, catalog } = input
  if (target.kind === 'unknown') return unknownModel(target)
  if (target.kind === 'model') return planFor(target.placements, 'pinned', input)
  if (defaultModel === undefined) return planFor(bestModel(catalog), 'route', input)
  const placements = placementsOf(defaultModel, catalog)
  if (placements !== undefined) return planFor(placements, 'pinned', input)
  return refused(`The default embedding model "${defaultModel}" does not exist here.`)
}

function planFor(
  placements: readonly Placement[],
  mode: Plan['mode'],
  input: EmbeddingInput,
): Plan {
  const candidates: Candidate[] = []
  const rejected: Rejection[] = []
  for (const placement of placements) {
    const rejection = rejectionOf(placement)
    if (rejection === undefined) candidates.push(candidate(placement, mode))
    else rejected.push(rejection)
  }
  if (candidates.length === 0) return { mode, candidates, rejected, error: refusal(rejected) }
  return { mode, candidates: candidates.sort(order(input.live)), rejected }
}

function rejectionOf(placement: Placement): Rejection | undefined {
  const role = trusted(placement.facts.role, 'pinned') ?? 'embedding'
  if (role !== 'embedding') return { placement, reason: 'not an embedding model', filter: 'role' }
  if (!placement.up) return { placement, reason: 'its backend is down', filter: 'health' }
  return undefined
}

function refusal(rejected: readonly Rejection[]): GatewayError {
  if (rejected.some(({ filter }) => filter === 'health')) {
    return new GatewayError(
      'no_backends',
      'The embedding model is known, but its backend cannot be reached.',
    )
  }
  const model = rejected[0]?.placement.model
  const message =
    model === undefined ? 'No embedding model was found.' : `"${model}" is not an embedding model.`
  return new GatewayError('no_capable_model', message, { param: 'model' })
}

function refused(message: string): Plan {
  const error = new GatewayError('no_capable_model', message, { param: 'model' })
  return { mode: 'route', candidates: [], rejected: [], error }
}

/** The embedding model that can be reached, then with the longest vectors, then the largest; none: no placements. */
function bestModel(catalog: Catalog): readonly Placement[] {
  const [best] = Array.from(catalog.models.values(), eligible)
    .filter((placements) => placements.length > 0)
    .sort(byWorth)
  return best ?? []
}

function eligible({ placements }: Model): readonly Placement[] {
  return placements.filter(({ routable, facts }) => routable && facts.role?.value === 'embedding')
}

function byWorth(a: readonly Placement[], b: readonly Placement[]): number {
  const [one, other] = [worth(a), worth(b)]
  return (
    other.up - one.up ||
    other.length - one.length ||
    other.size - one.size ||
    (one.id < other.id ? -1 : 1)
  )
}

function worth(placements: readonly Placement[]): Record<'up' | 'length' | 'size', number> & {
  readonly id: string
} {
  const [first] = placements
  return {
    up: placements.some(({ up }) => up) ? 1 : 0,
    length: first?.facts.embeddingLength?.value ?? 0,
    size: first?.facts.parameters?.value ?? 0,
    id: first?.model ?? '',
  }
}

function candidate(placement: Placement, mode: Plan['mode']): Candidate {
  const why = mode === 'route' ? 'embedding model' : 'asked for by name'
  return { placement, reason: placement.loaded === true ? `${why}: loaded` : why }
}

function order(live: LiveState): (a: Candidate, b: Candidate) => number {
  const tier = ({ placement }: Candidate): number => {
    const { open, busy } = live(placement)
    return (open ? 1e6 : 0) + (placement.loaded === false ? 1e3 : 0) + Math.min(busy, 999)
  }
  return (a, b) => tier(a) - tier(b) || (a.placement.key < b.placement.key ? -1 : 1)
}
