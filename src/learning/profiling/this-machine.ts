import { networkInterfaces } from 'node:os'

/** Names by which a machine, or what runs in a container on it, calls that machine. */
const OWN_NAME =
  /^(localhost|.*\.localhost|127\.[\d.]+|0\.0\.0\.0|::1?|::ffff:(7f[\da-f]{2}:[\da-f]{1,4}|127\.[\d.]+)|(host|gateway)\.(docker|containers|lima)\.internal|172\.17\.0\.1)$/

/** Addresses change seldom, and this is asked of every model again and again. */
const READ_AGAIN_MS = 60_000

let addresses: ReadonlySet<string> = new Set()
let readAt = Number.NEGATIVE_INFINITY

/**
 * Whether a URL's host may be the machine that this program runs on. A name without a dot is: mostly it is a container
 * beside this one, and who takes two machines for one asks them in turn, which harms nobody.
 */
export function mayBeThisMachine(hostname: string): boolean {
  const host = hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
  return OWN_NAME.test(host) || !/[.:]/.test(host) || ownAddresses().has(host)
}

function ownAddresses(): ReadonlySet<string> {
  const now = performance.now()
  if (now - readAt > READ_AGAIN_MS) {
    const all = Object.values(networkInterfaces()).flatMap((one) => one ?? [])
    addresses = new Set(all.map(({ address }) => address.toLowerCase()))
    readAt = now
  }
  return addresses
}
