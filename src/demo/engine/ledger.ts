export type Phase = 'arrived' | 'queued' | 'loading' | 'prefill' | 'decode'

/** A request as a simulated server saw it; `body` is cut when it is long. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** A client that left before its answer was whole. */
export interface Cancelled {
  readonly path: string
  readonly phase: Phase
  /** Tokens written until then. */
  readonly tokens: number
  /** Milliseconds from the client's leaving to the end of the work for it. */
  readonly stoppedAfterMs: number
}

/** What a simulated server remembers of its requests, for tests to ask. */
export interface Ledger {
  requests: number
  open: number
  /** The most requests that were open at once. */
  peak: number
  loads: number
  /** Loads of a model that was loaded already, with other options. */
  reloads: number
  unloads: number
  readonly byPath: Record<string, number>
  readonly cancelled: Cancelled[]
  /** The last ones, oldest first. */
  readonly recent: SeenRequest[]
}

/** An empty ledger. */
export function openLedger(): Ledger {
  return {
    requests: 0,
    open: 0,
    peak: 0,
    loads: 0,
    reloads: 0,
    unloads: 0,
    byPath: {},
    cancelled: [],
    recent: [],
  }
}

/** Enters a request that begins; call `open -= 1` on the ledger when it ends. */
export function enter(ledger: Ledger, seen: SeenRequest): void {
  ledger.requests += 1
  ledger.open += 1
  ledger.peak = Math.max(ledger.peak, ledger.open)
  ledger.byPath[seen.path] = (ledger.byPath[seen.path] ?? 0) + 1
  keep(ledger.recent, { ...seen, body: seen.body.slice(0, LONGEST_BODY) })
}

/** Enters a client that left. */
export function enterCancelled(ledger: Ledger, cancelled: Cancelled): void {
  keep(ledger.cancelled, cancelled)
}

const LONGEST_BODY = 64 * 1024
const MOST_KEPT = 50

function keep<T>(list: T[], item: T): void {
  list.push(item)
  if (list.length > MOST_KEPT) list.shift()
}
