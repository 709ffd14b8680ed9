import { refuse } from './refuse.ts'

/**
 * Reads `keep_alive`: seconds as a number or a Go duration as text. Gives milliseconds, Infinity for a negative one,
 * undefined when absent; throws 400 for anything else.
 */
export function readKeepAlive(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return value < 0 ? Number.POSITIVE_INFINITY : value * 1000
  if (typeof value === 'string') return readDuration(value)
  throw refuse(400, `Unsupported type: '${typeof value}'`)
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

function readDuration(text: string): number {
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? []
  if (rest === '0') return 0
  if (/^[\d.]+$/.test(rest)) throw refuse(400, `time: missing unit in duration "${text}"`)
  if (!/^(?:\d+(?:\.\d*)?(?:ns|us|ms|s|m|h))+$/.test(rest)) {
    throw refuse(400, `time: invalid duration "${text}"`)
  }
  if (sign === '-') return Number.POSITIVE_INFINITY
  return [...rest.matchAll(/([\d.]+)(ns|us|ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit = 's']) => sum + Number(amount) * (UNITS[unit] ?? 0),
    0,
  )
}
