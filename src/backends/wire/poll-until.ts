import { setTimeout as sleep } from 'node:timers/promises'
import { GatewayError } from '../../contracts/errors.ts'
import { withDeadline } from '../../std/with-deadline.ts'

const EVERY_MS = 250

export interface Patience {
  readonly limitMs: number
  /** Who is waited for. */
  readonly backend: string
  /** What has not happened at the limit: `has not loaded "a"`. */
  readonly undone: string
}

/**
 * Asks until the answer is yes. Throws `upstream_ttft_timeout` at the limit, the signal's own reason when it aborts, and
 * whatever the question throws.
 */
export async function pollUntil(
  ask: (signal: AbortSignal) => Promise<boolean>,
  { limitMs, backend, undone }: Patience,
  signal: AbortSignal,
): Promise<void> {
  const asking = async (each: AbortSignal): Promise<void> => {
    while (!(await ask(each))) await sleep(EVERY_MS, undefined, { signal: each })
  }
  try {
    await withDeadline(limitMs, asking, signal)
  } catch (thrown) {
    if (signal.aborted) throw signal.reason
    if (!(thrown instanceof DOMException)) throw thrown
    const message = `The backend ${backend} ${undone} within ${limitMs / 1000} s.`
    throw new GatewayError('upstream_ttft_timeout', message, { backend, cause: thrown })
  }
}
