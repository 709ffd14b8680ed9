/** The body of a Messages request, every member as unchecked as it comes. */
export interface MessagesBody {
  readonly model?: unknown
  readonly messages?: unknown
  readonly system?: unknown
  readonly max_tokens?: unknown
  readonly metadata?: unknown
  readonly stream?: unknown
  readonly stop_sequences?: unknown
  readonly temperature?: unknown
  readonly top_p?: unknown
  readonly top_k?: unknown
  readonly thinking?: unknown
  readonly tools?: unknown
  readonly tool_choice?: unknown
  readonly output_config?: unknown
  readonly cache_control?: unknown
}

/** Fields that both endpoints for messages take. */
const COUNTED = [
  ...['cache_control', 'messages', 'model', 'output_config', 'speed', 'system', 'thinking'],
  ...['tool_choice', 'tools', 'user_profile_id', 'workspace_id'],
]

/** Fields that only the making of a message takes. */
const CREATED = [
  ...['container', 'diagnostics', 'inference_geo', 'max_tokens', 'metadata', 'service_tier'],
  ...['stop_sequences', 'stream'],
]

/** Fields for the making of a message that the newest version has no more. */
const SAMPLING = ['temperature', 'top_k', 'top_p']

/** Fields that are unknown unless an `anthropic-beta` header is sent. */
const BETA = ['compaction', 'context_management', 'mcp_servers', 'output_format']

interface Occasion {
  /** Tokens are counted, no message is made. */
  readonly counting: boolean
  /** An `anthropic-beta` header came along. */
  readonly beta: boolean
  /** The newest version of the API holds. */
  readonly newest: boolean
}

/** The top-level fields that a request may have. */
export function knownFields({ counting, beta, newest }: Occasion): readonly string[] {
  const created = newest ? CREATED : [...CREATED, ...SAMPLING]
  return [...COUNTED, ...(counting ? [] : created), ...(beta ? BETA : [])]
}
