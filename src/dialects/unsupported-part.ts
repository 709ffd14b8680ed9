import type { ContentPart } from '../contracts/chat.ts'
import { GatewayError } from '../contracts/errors.ts'

/** What is thrown for a part that a translation has no place for; `takes` says what it has a place for. */
export function unsupportedPart(part: ContentPart, param: string, takes: string): GatewayError {
  const kind = part.type === 'opaque' ? part.kind : part.type
  const message = `${param}: the model chosen takes ${takes}, not "${kind}".`
  return new GatewayError('unsupported_content', message, { param })
}
