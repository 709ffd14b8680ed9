import type { Placement } from '../../contracts/model.ts'
import type { Serving } from '../../serving/serving.ts'
import type { Endpoint } from '../endpoint.ts'

/** Every model and where it lies, each fact with where it comes from. */
export const adminModels: Endpoint = {
  method: 'GET',
  path: '/admin/models',
  access: 'admin',
  handle({ serving }) {
    const { catalog } = serving.snapshot()
    const models = [...catalog.models.values()].map(({ id, placements }) => ({
      id,
      placements: placements.map((placement) => describe(placement, serving)),
    }))
    return { revision: catalog.revision, models }
  },
}

function describe(placement: Placement, { live }: Serving): object {
  const {
    key,
    backend,
    nativeId,
    remote,
    routable,
    up,
    loaded,
    loading,
    problem,
    load,
    digest,
    sizeBytes,
    facts,
    contextSetting,
  } = placement
  const { busy, prefillTps, decodeTps, loadSeconds } = live.state(placement)
  return {
    ...{ key, backend, native_id: nativeId, remote, routable, up, loaded: loaded ?? null },
    ...{ loading: loading ?? false, problem: problem ?? null, load: load ?? null },
    ...{
      digest: digest ?? null,
      size_bytes: sizeBytes ?? null,
      context_setting: contextSetting ?? null,
    },
    facts,
    health: live.health(placement),
    busy,
    speed: {
      prefill_tps: prefillTps ?? null,
      decode_tps: decodeTps ?? null,
      load_s: loadSeconds ?? null,
    },
  }
}
