import { GatewayError } from '../../contracts/errors.ts'
import { nearNames } from '../../std/near-names.ts'

/** Throws a GatewayError for a field that is not among those known. `within`: the path of the object. */
export function knownFields(value: object, known: readonly string[], within = ''): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const param = `${within}${unknown.slice(0, 100)}`
  const [near] = nearNames(unknown, known, 1)
  const hint = near === undefined ? '' : ` Did you mean "${within}${near}"?`
  const message = `There is no field "${param}".${hint} There are: ${known.join(', ')}.`
  throw new GatewayError('invalid_request', message, { param })
}
