import { setTimeout as delay } from 'node:timers/promises'
import { answerFault, streamCheck } from './answer-fault.ts'
import { chatRequest } from './chat-request.ts'
import { Connection } from './connection.ts'
import { monotonicMs } from './monotonic-clock.ts'
import { percentile } from './percentile.ts'

export interface PacedPlan {
  readonly mode: 'paced-streams'
  readonly port: number
  readonly streams: number
  readonly everyMs: number
  /** Chunks of each stream. */
  readonly chunks: number
  /** The streams begin spread evenly over this time. */
  readonly rampMs: number
}

export interface PacedResult {
  /** Time from the backend's write of a chunk to its arrival here. */
  readonly delayP50Ms: number
  readonly delayP99Ms: number
  /** One reason for each stream that did not arrive whole. */
  readonly faults: readonly string[]
}

/** Opens many slow streams, so that all of them are under way together for a while. */
export async function pacedStreams(plan: PacedPlan): Promise<PacedResult> {
  const order = `PACED:${plan.everyMs}:${plan.chunks}:0:; `
  const request = chatRequest({ stream: true, bytes: 700, order })
  const check = streamCheck(plan.chunks)
  const delays: number[] = []
  const faults: string[] = []

  function clock(text: string): void {
    const now = monotonicMs()
    for (const [, sent] of text.matchAll(/hello T(\d+\.\d\d) /g)) delays.push(now - Number(sent))
  }

  async function run(_: unknown, index: number): Promise<void> {
    await delay((index * plan.rampMs) / plan.streams)
    const connection = new Connection(plan.port)
    const fault = await answerFault(connection.request(request, clock), check)
    if (fault !== '') faults.push(fault)
    connection.close()
  }

  await Promise.all(Array.from({ length: plan.streams }, run))
  return { delayP50Ms: percentile(delays, 0.5), delayP99Ms: percentile(delays, 0.99), faults }
}
