import { z } from 'zod'
import type { ReportedModel } from '../../contracts/model.ts'
import { httpCall } from './http-call.ts'
import { jsonOf } from './json-call.ts'
import type { Link } from './link.ts'
import { knownModel, type ModelOrders, UNLOAD_MS } from './model-orders.ts'
import { tolerant } from './tolerant.ts'

/** Where it lists the models that it has started. */
export const LLAMA_SWAP = '/running'

const Running = z.object({
  running: z.array(z.object({ model: z.string(), state: tolerant.text }).nullable().catch(null)),
})

/** Its models that run, by id, with the state of each; undefined when the answer is not its own. */
export function readRunning(answer: unknown): ReadonlyMap<string, string> | undefined {
  const running = Running.safeParse(answer).data?.running
  return running && new Map(running.flatMap((it) => (it ? [[it.model, it.state ?? 'ready']] : [])))
}

/** What that means for one of its models; nothing where the server is no llama-swap. */
export function runningState(
  running: ReadonlyMap<string, string> | undefined,
  id: string,
): Pick<ReportedModel, 'loaded' | 'loading'> {
  if (running === undefined) return {}
  const state = running.get(id)
  return { loaded: state === 'ready', ...(state === 'starting' && { loading: true }) }
}

/** As part of a path: its ids may hold slashes, which stay. */
function idOf(nativeId: string): string {
  return nativeId.split('/').map(encodeURIComponent).join('/')
}

/** It starts a model for any request that it passes on, and answers once the model does. */
export function llamaSwapOrders({ agent, settings }: Link): ModelOrders {
  const call = (method: 'GET' | 'POST', path: string, timeoutMs: number, signal: AbortSignal) =>
    httpCall(agent, settings, { method, path, timeoutMs, signal })
  return {
    load: ({ placement }, signal) =>
      knownModel(placement, async () => {
        const path = `/upstream/${idOf(placement.nativeId)}/health`
        const answer = await call('GET', path, 1000 * settings.timeouts.load, signal)
        if (answer.status >= 300) jsonOf(answer, settings)
      }),
    unload: (placement, signal) =>
      knownModel(placement, async () => {
        const path = `/api/models/unload/${idOf(placement.nativeId)}`
        const answer = await call('POST', path, UNLOAD_MS, signal)
        if (answer.status >= 300) jsonOf(answer, settings)
      }),
  }
}
