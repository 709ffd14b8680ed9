import type { ChatCall } from '../../contracts/backend.ts'
import { encodeAnthropicRequest } from '../../dialects/anthropic-encode.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { versionedPeer } from './anthropic-peer.ts'
import { failureFromNonsense } from './failure.ts'
import { jsonCall } from './json-call.ts'
import { type Link, LOOK_TIMEOUT_MS } from './link.ts'

const PATH = '/v1/messages/count_tokens'

/** What is counted, and what it is counted for. How an answer is written is refused there. */
const COUNTED: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'system', 'tools', 'tool_choice', 'thinking', 'output_config'],
  ...['output_format', 'cache_control', 'context_management', 'mcp_servers', 'speed'],
])

/** The tokens of a prompt, as the server counts them. Throws a GatewayError. */
export async function anthropicCount(
  { agent, settings }: Link,
  call: ChatCall,
  signal: AbortSignal,
): Promise<number> {
  const { text, headers } = encodeAnthropicRequest(call.request, { ...call, unsupported: [] })
  const fields = Object.entries(JSON.parse(fromByteText(text)) as object)
  const body = Object.fromEntries(fields.filter(([field]) => COUNTED.has(field)))
  const peer = versionedPeer(settings, headers)
  const order = { method: 'POST', path: PATH, body, timeoutMs: LOOK_TIMEOUT_MS, signal } as const
  const answer = Object(await jsonCall(agent, peer, order)) as { readonly input_tokens?: unknown }
  const { input_tokens: count } = answer
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0) return count
  throw failureFromNonsense(undefined, settings.name)
}
