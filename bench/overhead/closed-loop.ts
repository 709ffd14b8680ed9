import { answerFault, streamCheck, wholeCheck } from './answer-fault.ts'
import type { Speech } from './cells.ts'
import { chatRequest } from './chat-request.ts'
import { Connection } from './connection.ts'
import { BURST_WORDS } from './mock-answers.ts'
import { percentile } from './percentile.ts'

const PAUSE_AFTER_FAULT_MS = 20

export interface ClosedLoopPlan {
  readonly mode: 'closed-loop'
  readonly port: number
  readonly speech: Speech
  readonly connections: number
  readonly seconds: number
  readonly stream: boolean
  /** Size of the body of a chat request. */
  readonly bytes: number
}

export interface ClosedLoopResult {
  readonly answers: number
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** One reason for each answer that was not what the backend had sent; these count in nothing else. */
  readonly faults: readonly string[]
}

/** Keeps every connection busy with one request after the other. */
export async function closedLoop(plan: ClosedLoopPlan): Promise<ClosedLoopResult> {
  const request = chatRequest(plan)
  const check = plan.stream ? streamCheck(BURST_WORDS, plan.speech) : wholeCheck(plan.speech)
  const latencies: number[] = []
  const faults: string[] = []
  const start = performance.now()
  const until = start + plan.seconds * 1_000

  async function keepBusy(): Promise<void> {
    let connection = new Connection(plan.port)
    while (performance.now() < until) {
      const sent = performance.now()
      const fault = await answerFault(connection.request(request), check)
      if (fault === '') {
        latencies.push(performance.now() - sent)
        continue
      }
      faults.push(fault)
      connection.close()
      await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_FAULT_MS))
      connection = new Connection(plan.port)
    }
    connection.close()
  }

  await Promise.all(Array.from({ length: plan.connections }, keepBusy))
  return {
    answers: latencies.length,
    requestsPerSecond: latencies.length / ((performance.now() - start) / 1_000),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    faults,
  }
}
