import type { LoadCall } from '../../contracts/backend.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Placement } from '../../contracts/model.ts'

/** How a server takes orders about what it holds in memory, where it does. */
export interface ModelOrders {
  load(call: LoadCall, signal: AbortSignal): Promise<void>
  unload(placement: Placement, signal: AbortSignal): Promise<void>
}

/** How long a model may take to leave memory, in milliseconds. */
export const UNLOAD_MS = 30_000

/** The orders of a server that takes none. */
export function noOrders(backend: string): ModelOrders {
  const refuse = async (): Promise<never> => {
    const message = `The backend ${backend} cannot be told to load or unload a model.`
    throw new GatewayError('not_manageable', message, { backend })
  }
  return { load: refuse, unload: refuse }
}

/** Carries an order out; a server that does not know the model is told of in the router's own words. */
export async function knownModel(
  { backend, nativeId }: Placement,
  order: () => Promise<unknown>,
): Promise<void> {
  try {
    await order()
  } catch (thrown) {
    if (!(thrown instanceof GatewayError && thrown.code === 'model_not_found')) throw thrown
    const message = `The backend ${backend} has no model "${nativeId}".`
    throw new GatewayError('model_not_found', message, { backend, cause: thrown })
  }
}
