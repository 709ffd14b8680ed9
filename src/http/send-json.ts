import type { ServerResponse } from 'node:http'
import { limitStall } from './stall-limit.ts'

/** Ends a response with JSON byte text. `headers`: those of the request's own, names and values in turn. */
export function sendJson(
  res: ServerResponse,
  status: number,
  headers: readonly string[],
  text: string,
): void {
  const own = ['content-type', 'application/json; charset=utf-8']
  res.writeHead(status, [...headers, ...own, 'content-length', String(text.length)])
  limitStall(res)
  res.end(text, 'latin1')
}
