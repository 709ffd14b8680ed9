import type { FailureCode, GatewayError } from '../contracts/errors.ts'
import type { Candidate } from '../contracts/routing.ts'

/** A request that reached backends this often is not sent again. */
const MAX_SENT = 2

/** How far a cascade has come. */
export interface Progress {
  readonly candidates: readonly Candidate[]
  /** Those tried so far, in order. */
  readonly tried: readonly Candidate[]
  /** How many of them were sent to their backend. */
  readonly sent: number
  readonly error: GatewayError
  /** Whether a retry may still be sent to a backend. */
  readonly affordable: (backend: string) => boolean
}

/** Failures of the backend itself: its other models would fail as well. */
const WHOLE_BACKEND: ReadonlySet<FailureCode> = new Set([
  'upstream_unreachable',
  'upstream_auth_failed',
])

/** Whether a failure shows that its backend is not as the catalog says. */
export function beliesCatalog({ code }: GatewayError): boolean {
  return code === 'upstream_unreachable' || code === 'model_not_found'
}

/** Who is tried next after a failure that left no trace at the client; undefined = the failure stands. */
export function nextCandidate({
  candidates,
  tried,
  sent,
  error,
  affordable,
}: Progress): Candidate | undefined {
  if (error.retry === 'never' || sent >= MAX_SENT) return undefined
  const failed = tried.at(-1)
  const left = candidates.filter(
    (candidate) => !tried.includes(candidate) && mayServe(candidate, failed, error),
  )
  if (error.retry === 'unsent') return left[0]
  return [...left, ...again(tried, error)].find(({ placement }) => affordable(placement.backend))
}

/** The same once more, as the last resort. */
function again(tried: readonly Candidate[], { details }: GatewayError): readonly Candidate[] {
  const [last, ...before] = tried.toReversed()
  return details.stale === true && last !== undefined && !before.includes(last) ? [last] : []
}

function mayServe(
  candidate: Candidate,
  failed: Candidate | undefined,
  { code }: GatewayError,
): boolean {
  if (failed === undefined) return true
  if (WHOLE_BACKEND.has(code) && candidate.placement.backend === failed.placement.backend)
    return false
  if (code !== 'context_length_exceeded') return true
  return contextOf(candidate) > contextOf(failed)
}

/** An unknown context may be large enough. */
function contextOf({ placement, raiseContext }: Candidate): number {
  return raiseContext ?? placement.facts.servedContext?.value ?? Number.MAX_SAFE_INTEGER - 1
}
