import { createAgent } from './agent.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'
import { jsonIn } from './json-call.ts'

const SECONDS = 2
const MAX_BYTES = 8 << 20

export interface Probe extends HttpAnswer {
  /** Undefined when the answer is not JSON. */
  readonly json: unknown
}

/** One look at an address that is not configured yet; undefined when nothing there answers in 2 s. */
export async function probe(
  url: string,
  path: string,
  signal: AbortSignal,
): Promise<Probe | undefined> {
  const agent = createAgent(SECONDS)
  const call = {
    method: 'GET',
    path,
    timeoutMs: SECONDS * 1000,
    maxBytes: MAX_BYTES,
    signal,
  } as const
  try {
    const answer = await httpCall(agent, { name: url, url, headers: {} }, call)
    return { ...answer, json: jsonIn(answer.body) }
  } catch {
    return undefined
  } finally {
    await agent.destroy()
  }
}
