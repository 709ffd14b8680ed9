import type { ChatCall } from '../../contracts/backend.ts'
import type { BackendDialect } from '../../contracts/dialect.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { failureFromNonsense } from './failure.ts'
import { type Link, LOOK_TIMEOUT_MS, postJson } from './link.ts'

/** Fields of a call that no count takes. */
const OF_ANSWERS: ReadonlySet<string> = new Set(['stream', 'max_tokens'])

/**
 * Tokens of a chat request by the server's own count: it gets what a call would, at the path where it counts, and
 * answers `{ input_tokens }`. Throws a GatewayError for every other answer.
 */
export async function countCall(
  link: Link,
  { path, dialect }: { readonly path: string; readonly dialect: BackendDialect },
  call: ChatCall,
  signal: AbortSignal,
): Promise<number> {
  const request = { ...call.request, stream: false }
  const { text } = dialect.encodeRequest(request, { ...call, unsupported: [] })
  const asked = Object.entries(JSON.parse(fromByteText(text)) as object)
  const body = Object.fromEntries(asked.filter(([field]) => !OF_ANSWERS.has(field)))
  const answer = await postJson(link, { path, body, timeoutMs: LOOK_TIMEOUT_MS }, signal)
  const { input_tokens: tokens } = Object(answer) as { readonly input_tokens?: unknown }
  if (Number.isSafeInteger(tokens)) return Number(tokens)
  throw failureFromNonsense(undefined, link.settings.name)
}
