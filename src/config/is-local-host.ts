import { BlockList, isIP } from 'node:net'

/** IPv4 networks that do not leave the user's own: this machine, private, link-local, carrier-grade NAT. */
const IPV4 = [
  ['0.0.0.0', 32],
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const

/** The same for IPv6: this machine, unique local, link-local. */
const IPV6 = [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const

const LOCAL_NAME = /^[^.]+$|\.(localhost|local|internal)$/

const local = new BlockList()
for (const [network, bits] of IPV4) local.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of IPV6) local.addSubnet(network, bits, 'ipv6')

/**
 * Whether a URL's host lies in the user's own network, judged by its name alone: nothing is looked up.
 * A name without a dot, such as that of a container, counts as local.
 */
export function isLocalHost(hostname: string): boolean {
  const host = hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
  const version = isIP(host)
  if (version === 0) return LOCAL_NAME.test(host)
  return local.check(host, version === 4 ? 'ipv4' : 'ipv6')
}
