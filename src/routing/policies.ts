import { GatewayError } from '../contracts/errors.ts'
import type { Policy } from '../contracts/routing.ts'
import { nearNames } from '../std/near-names.ts'

/** What is meant where nobody says anything else; its quality preference is the configured one. */
const DEFAULT = 'balanced'

const POLICIES: readonly Policy[] = [
  { name: DEFAULT, qualityPreference: 0.5, costWeight: 4, localOnly: false },
  { name: 'quality', qualityPreference: 1, costWeight: 1, localOnly: false },
  { name: 'speed', qualityPreference: 0.1, costWeight: 4, localOnly: false },
  { name: 'cost', qualityPreference: 0.5, costWeight: 20, localOnly: false },
  { name: 'local', qualityPreference: 0.5, costWeight: 4, localOnly: true },
]

export const POLICY_NAMES: readonly string[] = POLICIES.map(({ name }) => name)

/** The policy of that name; of none, the usual one. A quality preference of 0 to 1 may take the place of its own. */
export function policyOf(name: string | undefined, configured: number): Policy {
  const policy = POLICIES.find((one) => one.name === (name ?? DEFAULT))
  if (policy === undefined) throw unknownPolicy(name ?? '')
  return policy.name === DEFAULT || policy.name === 'local'
    ? { ...policy, qualityPreference: configured }
    : policy
}

/** Splits the router's name and a policy, as in `smarterrouter/main:speed`; undefined = the name holds no policy. */
export function policySuffix(name: string, external: string): string | undefined {
  const colon = name.lastIndexOf(':')
  const isOurs = name.slice(0, colon).toLowerCase() === external.toLowerCase()
  const suffix = name.slice(colon + 1).toLowerCase()
  return colon > 0 && isOurs && POLICY_NAMES.includes(suffix) ? suffix : undefined
}

function unknownPolicy(name: string): GatewayError {
  const [near] = nearNames(name, POLICY_NAMES)
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`
  const message = `There is no policy "${name.slice(0, 100)}".${hint} There are: ${POLICY_NAMES.join(', ')}.`
  return new GatewayError('invalid_request', message, { param: 'x-router-policy' })
}
