import { toByteText } from '../../std/json-spans.ts'

interface Event {
  readonly type: string
  readonly [field: string]: unknown
}

/** One event of a stream as byte text; clients go by the name before it. */
export function anthropicFrame(event: Event): string {
  return `event: ${event.type}\ndata: ${toByteText(JSON.stringify(event))}\n\n`
}
