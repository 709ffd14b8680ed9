import type { ClientDialect } from '../contracts/dialect.ts'
import type { Json } from '../contracts/json.ts'
import type { ReplyHead } from '../contracts/reply.ts'

const MAX_LENGTH = 300

/** Of all names of what was left out. Proxies refuse answers whose headers together exceed 4 kB. */
const MAX_NAMES_LENGTH = 2000

/** The headers that say which model answered and why; names and values in turn. Anything may be in a model's name. */
export function routerHeaders(requestId: string, head: ReplyHead): string[] {
  const headers = ['x-request-id', requestId]
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') headers.push(name, headerSafe(value))
  }
  add('x-router-model', head.model)
  add('x-router-backend', head.backend)
  add('x-router-reason', head.reason)
  add('x-router-attempts', String(head.attempts))
  add('x-router-overhead-ms', head.overheadMs.toFixed(2))
  if (head.dropped.length > 0) headers.push('x-router-dropped-params', namesOf(head.dropped))
  return headers
}

/** As many as have room, and how many more there are. */
function namesOf(dropped: readonly string[]): string {
  let names = ''
  for (const [at, name] of dropped.entries()) {
    const longer = at === 0 ? headerSafe(name) : `${names}, ${headerSafe(name)}`
    if (longer.length > MAX_NAMES_LENGTH) return `${names}, +${dropped.length - at} more`
    names = longer
  }
  return names
}

/** What clients of a dialect look for besides; names and values in turn. */
export function headersOfDialect(
  { requestIdHeader }: ClientDialect,
  requestId: string,
): readonly string[] {
  return requestIdHeader === undefined ? [] : [requestIdHeader, requestId]
}

/** The original's `router` object in a body. */
export function routerObject({ model, backend, reason }: ReplyHead): Json {
  return { model: model ?? '', backend: backend ?? '', reasoning: reason ?? '' }
}

/** Printable ASCII of bounded length; what is not becomes a question mark. */
export function headerSafe(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(/[^\x20-\x7e]/g, '?')
}
