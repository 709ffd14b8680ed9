import { GatewayError } from '../contracts/errors.ts'
import type { Page } from '../contracts/learning.ts'

const MOST = 1000
const USUAL = 100

/** `?limit=` (1 to 1,000, default 100) and `?offset=`. Throws a GatewayError that names the one at fault. */
export function pageOf(query: unknown): Page {
  const { limit, offset } = query as Readonly<Record<string, unknown>>
  return {
    limit: integer('limit', limit, { least: 1, most: MOST, usual: USUAL }),
    offset: integer('offset', offset, { least: 0, most: Number.MAX_SAFE_INTEGER, usual: 0 }),
  }
}

interface Bounds {
  readonly least: number
  readonly most: number
  readonly usual: number
}

function integer(name: string, given: unknown, { least, most, usual }: Bounds): number {
  if (given === undefined) return usual
  const value = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  const range = most === MOST ? `from ${least} to ${most}` : `of ${least} or more`
  throw new GatewayError('invalid_request', `${name}: must be a whole number ${range}.`, {
    param: name,
  })
}
