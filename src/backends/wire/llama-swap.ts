import { z } from 'zod'
import type { ModelFacts, ReportedModel } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { httpCall } from './http-call.ts'
import { jsonOf } from './json-call.ts'
import type { Link } from './link.ts'
import { contextFromArguments } from './llama-cpp-facts.ts'
import { knownModel, type ModelOrders, UNLOAD_MS } from './model-orders.ts'
import { inferred } from './reported.ts'
import { tolerant } from './tolerant.ts'

/** Where it lists the models that it has started. */
export const LLAMA_SWAP = '/running'

const Entry = z.object({ model: z.string(), state: tolerant.text, cmd: tolerant.text })
const Running = z.object({ running: z.array(Entry.nullable().catch(null)) })

/** One of its models that runs, or is about to. */
interface Started {
  readonly state: string
  /** By its command. */
  readonly context: number | undefined
}

export type RunningModels = ReadonlyMap<string, Started>

/** Its models that run, by id; undefined when the answer is not its own. */
export function readRunning(answer: unknown): RunningModels | undefined {
  const running = Running.safeParse(answer).data?.running
  return running && new Map(running.flatMap((entry) => (entry ? [started(entry)] : [])))
}

function started({ model, state, cmd }: z.infer<typeof Entry>): [string, Started] {
  const context = contextFromArguments(cmd?.split(/[\s\\]+/) ?? [])
  return [model, { state: state ?? 'ready', context }]
}

/** What that means for one of its models; nothing where the server is no llama-swap. */
export function asStarted(
  running: RunningModels | undefined,
  id: string,
  facts: ModelFacts,
): Pick<ReportedModel, 'loaded' | 'loading' | 'facts'> {
  if (running === undefined) return { facts }
  const { state, context } = running.get(id) ?? {}
  const servedContext = facts.servedContext ?? inferred(context)
  return {
    loaded: state === 'ready',
    ...(state === 'starting' && { loading: true }),
    facts: { ...facts, ...defined({ servedContext }) },
  }
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
