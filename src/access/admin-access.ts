import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { carriesKey } from './api-keys.ts'

export interface AdminRequest {
  readonly headers: IncomingHttpHeaders
  /** The address of the socket's other end. */
  readonly peer: string | undefined
}

/**
 * Whether a request may use the admin endpoints. With a key set it must carry it; without one it must come from this
 * machine, by this machine's own name, through no proxy and from no other site's page.
 */
export function isAdmin({ headers, peer }: AdminRequest, key: string | undefined): boolean {
  if (key !== undefined && key !== '') return carriesKey(headers, key)
  return (
    isLoopback(peer) &&
    isLoopbackHost(headers.host) &&
    !isForwarded(headers) &&
    isOwnOrigin(headers)
  )
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6')

function isLoopback(address: string | undefined): boolean {
  const family = isIP(address ?? '')
  return family !== 0 && loopback.check(address ?? '', family === 6 ? 'ipv6' : 'ipv4')
}

/** `localhost`, `127.0.0.1:11436`, `[::1]`: what a browser or a script on this machine calls it. */
function isLoopbackHost(host: string | undefined): boolean {
  const name = (host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
  return name === 'localhost' || isLoopback(name)
}

function isForwarded(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some(
    (name) => name === 'forwarded' || name.startsWith('x-forwarded-'),
  )
}

function isOwnOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
