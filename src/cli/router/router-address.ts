import type { Settings } from '../../config/settings.ts'

/** Where a running router is reached, and the key for its admin endpoints. */
export interface RouterAddress {
  /** Without a trailing slash. */
  readonly url: string
  readonly key: string | undefined
}

/** The address that the configuration names as seen from this machine, unless `url` names another. */
export function routerAddress(
  { host, port, access }: Pick<Settings, 'host' | 'port' | 'access'>,
  url?: string,
): RouterAddress {
  const key = access.adminApiKey
  if (url !== undefined) return { url: url.replace(/\/+$/, '').replace(/\/v1$/, ''), key }
  return { url: `http://${reachable(host)}:${port}`, key }
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
