import type { BackendSettings } from '../../contracts/backend.ts'

/** What must be known of a backend to send it a request. */
export type Peer = Pick<BackendSettings, 'name' | 'url' | 'apiKey' | 'headers'>

/**
 * The headers of every request to a backend, names in lower case: ours, then the user's own. Nothing of a client's
 * headers is ever among them.
 */
export function requestHeaders({ apiKey, headers }: Peer): Record<string, string> {
  const ours: Record<string, string> = {
    'user-agent': 'smarterrouter',
    'accept-encoding': 'identity',
    'content-type': 'application/json',
    ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
  }
  for (const [name, value] of Object.entries(headers)) ours[name.toLowerCase()] = value
  return ours
}

/** With `own`, names and values in turn, that belong to one request: what both name has both values. */
export function withHeaders(
  headers: Readonly<Record<string, string>>,
  own: readonly string[],
): Record<string, string> {
  const all = { ...headers }
  for (let at = 0; at < own.length; at += 2) {
    const [name = '', value = ''] = own.slice(at, at + 2)
    all[name] = all[name] === undefined ? value : `${all[name]},${value}`
  }
  return all
}

/** What undici adds to a request's head, with room for a long length. */
const ADDED = 100

/** The most that a request's head takes on the wire; less than that and a second request. */
export function headBytes(url: string, headers: Readonly<Record<string, string>>): number {
  return url.length + Object.entries(headers).flat().join('\r\n').length + ADDED
}
