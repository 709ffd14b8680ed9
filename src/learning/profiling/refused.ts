import { GatewayError } from '../../contracts/errors.ts'

/** False where a backend says that it cannot do such a thing; rejects where it failed to. */
export async function unlessRefused(work: Promise<boolean>): Promise<boolean> {
  try {
    return await work
  } catch (thrown) {
    if (refused(thrown)) return false
    throw thrown
  }
}

/** Whether a backend said that it cannot do such a thing, rather than that it failed to. */
export function refused(thrown: unknown): boolean {
  return thrown instanceof GatewayError && REFUSALS.has(thrown.code)
}

const REFUSALS: ReadonlySet<string> = new Set([
  'upstream_rejected',
  'unsupported_content',
  'context_length_exceeded',
])
