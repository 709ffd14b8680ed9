import type { Agent } from 'undici'
import type { BackendSettings } from '../../contracts/backend.ts'
import type { BackendDialect } from '../../contracts/dialect.ts'
import type { ChatWire } from './chat-call.ts'
import { speakerOf } from './failure.ts'
import { headBytes, requestHeaders } from './request-headers.ts'

/** How a backend takes chat calls at this path, put together once instead of for every call. */
export function chatWire(
  agent: Agent,
  settings: BackendSettings,
  { path, dialect }: { readonly path: string; readonly dialect: BackendDialect },
): ChatWire {
  const { origin, pathname } = new URL(settings.url + path)
  const headers = requestHeaders(settings)
  return {
    agent,
    origin,
    path: pathname,
    headers: Object.entries(headers).flat(),
    headBytes: headBytes(settings.url + path, headers),
    dialect,
    ...speakerOf(settings),
  }
}
