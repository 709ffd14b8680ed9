import { setTimeout as delay } from 'node:timers/promises'
import { chatRequest } from './chat-request.ts'
import { Connection } from './connection.ts'
import { monotonicMs } from './monotonic-clock.ts'
import { percentile } from './percentile.ts'

const AT_ONCE = 20
/** The backend is silent for so long, then sends a chunk every 20 ms until well after the client has left. */
const FIRST_MS = 250
const PACE = `PACED:20:400:${FIRST_MS}`
const EARLIEST_MS = 30
const LATEST_MS = 2 * FIRST_MS

export interface CancelPlan {
  readonly mode: 'cancellations'
  readonly port: number
  readonly backendPort: number
  readonly count: number
}

export interface CancelResult {
  /** Time from the client's close to the end of the backend's connection. */
  readonly p50Ms: number
  readonly p99Ms: number
  /** How many of the backend's connections stayed open; they count with the time they were watched. */
  readonly leftOpen: number
}

interface Leaving {
  readonly ms: number
  readonly open: boolean
}

/** Leaves streams at random moments, about half of them before the first byte and half in the middle. */
export async function cancellations(plan: CancelPlan): Promise<CancelResult> {
  const leavings: Leaving[] = []
  let started = 0

  async function leaveInTurn(): Promise<void> {
    while (started < plan.count) leavings.push(await leaveOne(plan, `leave-${started++}`))
  }

  await Promise.all(Array.from({ length: AT_ONCE }, leaveInTurn))
  const latencies = leavings.map(({ ms }) => ms)
  return {
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    leftOpen: leavings.filter(({ open }) => open).length,
  }
}

async function leaveOne(plan: CancelPlan, id: string): Promise<Leaving> {
  const client = new Connection(plan.port)
  const request = chatRequest({ stream: true, bytes: 700, order: `${PACE}:${id}; ` })
  const answer = client.request(request).catch(() => undefined)
  await delay(EARLIEST_MS + Math.random() * (LATEST_MS - EARLIEST_MS))
  client.close()
  const left = monotonicMs()
  await answer
  const closed = await closedAt(plan.backendPort, id)
  return { ms: (closed ?? monotonicMs()) - left, open: closed === null }
}

async function closedAt(backendPort: number, id: string): Promise<number | null> {
  const backend = new Connection(backendPort)
  const get = `GET /__closed?id=${id} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`
  const { body } = await backend.request(Buffer.from(get))
  backend.close()
  const { at }: { at: number | null } = JSON.parse(body)
  return at
}
