export interface BackoffOptions {
  readonly baseMs: number
  readonly maxMs: number
  /** The share of a delay that chance may take away: 0 = none, 1 = full jitter. */
  readonly jitter: number
  readonly random: () => number
}

/** Milliseconds to wait after the given attempt (0 = the first): doubling, bounded, spread by chance. */
export function backoff(attempt: number, options: BackoffOptions): number {
  const delay = Math.min(options.maxMs, options.baseMs * 2 ** attempt)
  return delay * (1 - options.jitter * options.random())
}
