import type { BackendSettings, Timeouts } from '../contracts/backend.ts'
import { defined } from '../std/defined.ts'
import type { BackendEntry } from './backend-entry.ts'
import { isLocalHost } from './is-local-host.ts'

/** What the global settings say where a backend's own say nothing. */
export interface BackendDefaults {
  readonly timeouts: Timeouts
  /** Undefined: web addresses of images go to remote backends only. */
  readonly mediaUrls: boolean | undefined
}

/** Completes one backend, be it configured or found on this machine. */
export function resolveBackend(entry: BackendEntry, defaults: BackendDefaults): BackendSettings {
  const remote = entry.remote ?? !isLocalHost(new URL(entry.url).hostname)
  return {
    name: entry.name,
    kind: entry.kind,
    url: entry.url,
    apiKey: entry.api_key,
    prefix: entry.prefix ?? '',
    models: entry.models ?? [],
    remote,
    headers: entry.headers ?? {},
    timeouts: { ...defaults.timeouts, ...defined(entry.timeouts ?? {}) },
    concurrency: entry.concurrency,
    mediaUrls: entry.media_urls ?? defaults.mediaUrls ?? remote,
    profile: entry.profile,
  }
}
