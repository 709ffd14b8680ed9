import { GatewayError } from '../../contracts/errors.ts'
import type { Placement } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { getJson, type Link, postJson } from './link.ts'
import { LM_STUDIO, type LmStudioModel, readLmStudio } from './lm-studio.ts'
import { knownModel, type ModelOrders, UNLOAD_MS } from './model-orders.ts'

/** LM Studio since 0.4 carries an order out before it answers, and would load a loaded model once more. */
export function lmStudioOrders(link: Link): ModelOrders {
  return {
    load: ({ placement }, signal) =>
      knownModel(placement, async () => {
        if ((await modelOf(link, placement, signal)).loaded) return
        const { nativeId: model, contextSetting } = placement
        const body = defined({ model, context_length: contextSetting })
        const timeoutMs = 1000 * link.settings.timeouts.load
        await postJson(link, { path: `${LM_STUDIO}/load`, body, timeoutMs }, signal)
      }),
    unload: (placement, signal) =>
      knownModel(placement, async () => {
        const { instances } = await modelOf(link, placement, signal)
        for (const instance of instances) {
          const body = { instance_id: instance }
          const order = { path: `${LM_STUDIO}/unload`, body, timeoutMs: UNLOAD_MS }
          await postJson(link, order, signal)
        }
      }),
  }
}

async function modelOf(
  link: Link,
  { nativeId }: Placement,
  signal: AbortSignal,
): Promise<LmStudioModel> {
  const model = readLmStudio(await getJson(link, LM_STUDIO, signal))?.get(nativeId)
  if (model !== undefined) return model
  throw new GatewayError('model_not_found', 'It is not listed.', { backend: link.settings.name })
}
