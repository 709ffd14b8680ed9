import { isIP } from 'node:net'

/** Ollama's rule against DNS rebinding: a loopback server hears only requests made to a local name or address. */
export function isLocalHost(header: string | undefined): boolean {
  if (header === undefined || header === '') return true
  const host = header.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) return LOCAL_ADDRESS.test(host)
  return host === 'localhost' || LOCAL_NAME.test(host)
}

const LOCAL_NAME = /\.(?:localhost|local|internal)$/
const LOCAL_ADDRESS =
  /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0$|::1?$|f[cd])/
