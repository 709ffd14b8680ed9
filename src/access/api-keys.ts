import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** The headers that clients put their key into, besides `Authorization: Bearer`. */
const KEY_HEADERS = ['x-api-key', 'api-key', 'x-goog-api-key'] as const

/** Whether a request carries this key, however its client spells that: some send another service's key beside it. */
export function carriesKey(headers: IncomingHttpHeaders, wanted: string): boolean {
  const given = [bearerOf(headers), ...KEY_HEADERS.map((name) => headers[name])]
  return given.map((key) => typeof key === 'string' && isKey(key, wanted)).includes(true)
}

function bearerOf({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  return /^bearer\s+(.+)$/i.exec(authorization)?.[1]?.trim()
}

/** In a time that tells nothing about either. */
function isKey(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted)) && given !== ''
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
