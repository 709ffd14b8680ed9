import type { BackendSettings } from '../../src/contracts/backend.ts'
import type { Placement } from '../../src/contracts/model.ts'

/** A local backend at this address, with defaults. */
export function backendSettings(url: string, more: Partial<BackendSettings> = {}): BackendSettings {
  return {
    name: 'attic',
    kind: 'any',
    url,
    prefix: '',
    models: [],
    remote: false,
    headers: {},
    timeouts: { connect: 5, ttft: 20, load: 20, idle: 20, total: 60 },
    mediaUrls: false,
    ...more,
  }
}

/** A model of that backend, of which nothing is known. */
export function placementOf(nativeId: string, more: Partial<Placement> = {}): Placement {
  return {
    key: `${nativeId}@attic`,
    model: nativeId,
    backend: 'attic',
    nativeId,
    remote: false,
    routable: true,
    loaded: undefined,
    up: true,
    facts: { capabilities: {} },
    ...more,
  }
}
