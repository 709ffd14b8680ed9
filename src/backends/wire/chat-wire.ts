import type { Agent, Dispatcher } from 'undici'
import type { BackendSettings } from '../../contracts/backend.ts'
import type { BackendDialect } from '../../contracts/dialect.ts'
import { type Speaker, speakerOf } from './failure.ts'
import { headBytes, requestHeaders } from './request-headers.ts'

/** How one backend takes chat calls: all that does not change from call to call. */
export interface ChatWire extends Speaker {
  readonly agent: Dispatcher
  readonly origin: string
  readonly path: string
  /** Those that every call has, also as names and values in turn. */
  readonly headers: Readonly<Record<string, string>>
  readonly headerList: readonly string[]
  /** The most that a request takes besides its body. */
  readonly headBytes: number
  readonly dialect: BackendDialect
}

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
    headers,
    headerList: Object.entries(headers).flat(),
    headBytes: headBytes(settings.url + path, headers),
    dialect,
    ...speakerOf(settings),
  }
}
