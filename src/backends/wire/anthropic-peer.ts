import type { BackendSettings } from '../../contracts/backend.ts'
import { ANTHROPIC_VERSION } from '../../dialects/anthropic/encode.ts'

const VERSION = 'anthropic-version'

/** Such a server as chat requests are sent to it: its key goes in a header of its own; the version comes with each body. */
export function anthropicPeer(settings: BackendSettings): BackendSettings {
  const { apiKey, headers } = settings
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  const keyed = apiKey ? [['x-api-key', apiKey] as const] : []
  const others = own.filter(([name]) => name !== VERSION)
  return { ...settings, apiKey: undefined, headers: Object.fromEntries([...keyed, ...others]) }
}

/** The same for requests whose headers nobody else makes. */
export function versionedPeer(peer: BackendSettings): BackendSettings {
  return { ...peer, headers: { ...peer.headers, [VERSION]: ANTHROPIC_VERSION } }
}
