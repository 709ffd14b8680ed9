import { z } from 'zod'
import { GatewayError } from '../../contracts/errors.ts'
import type { Placement } from '../../contracts/model.ts'
import { getJson, type Link, postJson } from './link.ts'
import { LlamaCppModel, loadProblem } from './llama-cpp-facts.ts'
import { knownModel, type ModelOrders, UNLOAD_MS } from './model-orders.ts'
import { pollUntil } from './poll-until.ts'
import { tolerant } from './tolerant.ts'

const Models = z.object({ data: tolerant.list(LlamaCppModel) })
const ORDER_MS = 10_000
/** Already as it was ordered to be. */
const NOTHING_TO_DO = /model is (?:already|not) running/

/** llama.cpp with several models takes an order at once, and says later what became of it. */
export function llamaCppOrders(link: Link): ModelOrders {
  const backend = link.settings.name
  return {
    async load({ placement }, signal) {
      const { nativeId } = placement
      await order(link, 'load', placement, signal)
      const limitMs = 1000 * link.settings.timeouts.load
      const patience = { limitMs, backend, undone: `has not loaded "${nativeId}"` }
      await pollUntil((each) => isLoaded(link, placement, each), patience, signal)
    },
    async unload(placement, signal) {
      const { nativeId } = placement
      await order(link, 'unload', placement, signal)
      const undone = `has not let go of "${nativeId}"`
      const patience = { limitMs: UNLOAD_MS, backend, undone }
      const isGone = async (each: AbortSignal): Promise<boolean> =>
        ((await statusOf(link, nativeId, each))?.value ?? 'unloaded') === 'unloaded'
      await pollUntil(isGone, patience, signal)
    },
  }
}

async function order(
  link: Link,
  what: 'load' | 'unload',
  placement: Placement,
  signal: AbortSignal,
): Promise<void> {
  const body = { model: placement.nativeId }
  const sent = { path: `/models/${what}`, body, timeoutMs: ORDER_MS }
  await knownModel(placement, async () => {
    try {
      await postJson(link, sent, signal)
    } catch (thrown) {
      if (!(thrown instanceof GatewayError && NOTHING_TO_DO.test(thrown.message))) throw thrown
    }
  })
}

/** Throws `upstream_error` when the load has failed. */
async function isLoaded(link: Link, placement: Placement, signal: AbortSignal): Promise<boolean> {
  const { backend, nativeId } = placement
  const status = await statusOf(link, nativeId, signal)
  const problem = loadProblem(status)
  if (problem !== undefined) {
    const message = `The backend ${backend} could not load "${nativeId}": ${problem}.`
    throw new GatewayError('upstream_error', message, { backend })
  }
  return status?.value === 'loaded' || status?.value === 'sleeping'
}

async function statusOf(
  link: Link,
  nativeId: string,
  signal: AbortSignal,
): Promise<LlamaCppModel['status']> {
  const listed = Models.safeParse(await getJson(link, '/models', signal)).data?.data
  return listed?.find(({ id }) => id === nativeId)?.status
}
