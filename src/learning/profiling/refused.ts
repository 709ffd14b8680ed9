import { GatewayError } from '../../contracts/errors.ts'

/** Whether a backend said that it cannot do such a thing, rather than that it failed to. */
export function refused(thrown: unknown): boolean {
  return thrown instanceof GatewayError && REFUSALS.has(thrown.code)
}

const REFUSALS: ReadonlySet<string> = new Set([
  'upstream_rejected',
  'unsupported_content',
  'context_length_exceeded',
])
