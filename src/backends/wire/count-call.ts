import type { ChatCall } from '../../contracts/backend.ts'
import type { BackendDialect } from '../../contracts/dialect.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { failureFromNonsense } from './failure.ts'
import { type Link, LOOK_TIMEOUT_MS, postJson } from './link.ts'
import { withHeaders } from './request-headers.ts'

/** How a server counts. */
interface Counting {
  readonly path: string
  readonly dialect: BackendDialect
  /** Whether a field of the body that a chat call would have is taken there. */
  isCounted(field: string): boolean
}

/** Tokens of a prompt by the server's own count, `{ input_tokens }`. Throws a GatewayError for every other answer. */
export async function countCall(
  { agent, settings }: Link,
  { path, dialect, isCounted }: Counting,
  call: ChatCall,
  signal: AbortSignal,
): Promise<number> {
  const request = { ...call.request, stream: false }
  const encoded = dialect.encodeRequest(request, { ...call, unsupported: [] })
  const fields = Object.entries(JSON.parse(fromByteText(encoded.text)) as object)
  const body = Object.fromEntries(fields.filter(([field]) => isCounted(field)))
  const headers = withHeaders(settings.headers, encoded.headers ?? [])
  const link = { agent, settings: { ...settings, headers } }
  const answer = await postJson(link, { path, body, timeoutMs: LOOK_TIMEOUT_MS }, signal)
  const { input_tokens: count } = Object(answer) as { readonly input_tokens?: unknown }
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count
  throw failureFromNonsense(undefined, settings.name)
}
