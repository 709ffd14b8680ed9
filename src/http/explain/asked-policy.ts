import { GatewayError } from '../../contracts/errors.ts'
import { policyOf } from '../../routing/policies.ts'

/** Whatever the configured quality preference is, the names of the policies are the same. */
const ANY_PREFERENCE = 0.5

/** The name of a policy as it is spelled. Throws a GatewayError for one that there is not. */
export function askedPolicy(name: string | null | undefined): string | undefined {
  if (name === null || name === undefined) return undefined
  try {
    return policyOf(name.toLowerCase(), ANY_PREFERENCE).name
  } catch (thrown) {
    const { code, message } = GatewayError.from(thrown)
    throw new GatewayError(code, `policy: ${message}`, { param: 'policy' })
  }
}
