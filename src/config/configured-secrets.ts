import type { BackendSettings } from '../contracts/backend.ts'
import { schema } from './schema.ts'

const SECRET_HEADER = /auth|cookie|credential|key|pass|secret|token/i

/** The value of everything secret, so that logs can be kept free of it. */
export function configuredSecrets(
  values: Readonly<Record<string, unknown>>,
  backends: readonly BackendSettings[],
): readonly string[] {
  const named = [...schema]
    .filter(([, { secret }]) => secret === true)
    .map(([path]) => values[path])
  const keys = backends.map(({ apiKey }) => apiKey)
  const headers = backends.flatMap((backend) => Object.entries(backend.headers))
  const sent = headers
    .filter(([name]) => SECRET_HEADER.test(name))
    .flatMap(([, value]) => [value, value.replace(/^[\w-]+ +/, '')])
  return [...new Set([...named, ...keys, ...sent])].filter((value) => typeof value === 'string')
}
