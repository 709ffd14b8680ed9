import { promptTokens } from '../../analysis/tokens.ts'
import type { Placement } from '../../contracts/model.ts'
import type { PlacementState } from '../../contracts/routing.ts'
import { type Asking, ownRequest } from '../asking/own-request.ts'

/** How long questions may take, in seconds where nothing else is said. */
export interface TimeLimits {
  /** Of a question to a model whose pace nobody knows. */
  readonly usual: number
  readonly least: number
  readonly most: number
  /** By how much the expected time is multiplied. */
  readonly safety: number
  /** Megabytes a second at which models are expected to be read from disk. */
  readonly diskSpeed: number
  /** The longest wait for a model to load. */
  readonly mostLoad: number
}

/** Seconds that any load may take, and one of a model of unknown size. */
const LEAST_LOAD = 60
const USUAL_LOAD = 300
const USUAL_OUTPUT = 512

/** Milliseconds after which a question is given up: what it should take by all that was measured, and some more. */
export function timeLimit(
  placement: Placement,
  asking: Asking,
  state: PlacementState,
  limits: TimeLimits,
): number {
  const load = placement.loaded === true ? 0 : loadLimit(placement, state, limits)
  return 1000 * (load + answerLimit(asking, state, limits))
}

function answerLimit(
  asking: Asking,
  { prefillTps, decodeTps }: PlacementState,
  { usual, least, most, safety }: TimeLimits,
): number {
  if (prefillTps === undefined || decodeTps === undefined) return Math.min(usual, most)
  const written = asking.sampling?.maxTokens ?? USUAL_OUTPUT
  const expected = promptTokens(ownRequest(asking)) / prefillTps + written / decodeTps
  return Math.min(most, Math.max(least, expected * safety))
}

function loadLimit(
  { sizeBytes }: Placement,
  { loadSeconds }: PlacementState,
  { safety, diskSpeed, mostLoad }: TimeLimits,
): number {
  const bySize = sizeBytes === undefined ? USUAL_LOAD / safety : sizeBytes / (diskSpeed * 1e6)
  const expected = loadSeconds ?? bySize
  return Math.min(mostLoad, Math.max(LEAST_LOAD, expected * safety))
}
