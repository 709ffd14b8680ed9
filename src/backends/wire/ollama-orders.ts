import { z } from 'zod'
import type { LoadCall } from '../../contracts/backend.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Placement } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { failureFromNonsense } from './failure.ts'
import { getJson, type Link, postJson } from './link.ts'
import { knownModel, type ModelOrders, UNLOAD_MS } from './model-orders.ts'
import { pollUntil } from './poll-until.ts'
import { tolerant } from './tolerant.ts'

const Ps = z.object({ models: tolerant.list(z.object({ name: z.string() })) })
const ONLY_EMBEDS = /does not support (?:generate|completion)/

/** Ollama loads what it is asked of: a request without a prompt does nothing else. */
export function ollamaOrders(link: Link): ModelOrders {
  return {
    load: (call, signal) => knownModel(call.placement, () => load(link, call, signal)),
    unload: (placement, signal) => knownModel(placement, () => unload(link, placement, signal)),
  }
}

/** With the same options as every other request, since others would load the model anew. */
async function load(link: Link, call: LoadCall, signal: AbortSignal): Promise<void> {
  const { nativeId, contextSetting, facts } = call.placement
  const body = defined({
    model: nativeId,
    keep_alive: call.keepAlive,
    options: contextSetting === undefined ? undefined : { num_ctx: contextSetting },
  })
  const timeoutMs = 1000 * link.settings.timeouts.load
  const embed = (): Promise<unknown> =>
    postJson(link, { path: '/api/embed', body: { ...body, input: [] }, timeoutMs }, signal)
  if (facts.role?.value === 'embedding') return void (await embed())
  try {
    await postJson(link, { path: '/api/generate', body, timeoutMs }, signal)
  } catch (thrown) {
    if (!(thrown instanceof GatewayError && ONLY_EMBEDS.test(thrown.message))) throw thrown
    await embed()
  }
}

async function unload(link: Link, { nativeId }: Placement, signal: AbortSignal): Promise<void> {
  const body = { model: nativeId, keep_alive: 0 }
  await postJson(link, { path: '/api/generate', body, timeoutMs: UNLOAD_MS }, signal)
  const isGone = async (each: AbortSignal): Promise<boolean> => {
    const read = Ps.safeParse(await getJson(link, '/api/ps', each))
    if (!read.success) throw failureFromNonsense(undefined, link.settings.name)
    return read.data.models?.some(({ name }) => name === nativeId) !== true
  }
  const undone = `has not let go of "${nativeId}"`
  const patience = { limitMs: UNLOAD_MS, backend: link.settings.name, undone }
  await pollUntil(isGone, patience, signal)
}
