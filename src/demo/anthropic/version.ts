import type { Call } from '../engine/call.ts'
import { invalid } from './refuse.ts'

/** The version that took sampling away. */
const NEWEST = '2026-10-21'
const VERSIONS = ['2023-01-01', '2023-06-01', NEWEST]

/** Throws 400 unless a request names a version of the API. */
export function checkVersion(call: Call): void {
  const version = call.request.headers['anthropic-version']
  if (version === undefined) throw invalid('anthropic-version: header is required')
  if (VERSIONS.some((one) => one === version)) return
  throw invalid(`anthropic-version: "${version}" is not a valid version`)
}

/** Whether a request keeps to the rules of the newest version. */
export function isNewest(call: Call): boolean {
  return call.request.headers['anthropic-version'] === NEWEST
}
