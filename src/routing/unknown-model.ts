import { GatewayError } from '../contracts/errors.ts'
import type { Plan } from '../contracts/routing.ts'
import type { Target } from './resolve.ts'

/** Characters of the client's own word that an error repeats. */
const LONGEST = 200

/** The plan for a name that nothing goes by: the error names what the client may have meant. */
export function unknownModel({ requested, near }: Extract<Target, { kind: 'unknown' }>): Plan {
  const hint = near.length === 0 ? '' : ` Did you mean ${near.map((id) => `"${id}"`).join(', ')}?`
  const message = `The model "${requested.slice(0, LONGEST)}" does not exist here.${hint}`
  const error = new GatewayError('model_not_found', message, { param: 'model' })
  return { mode: 'pinned', candidates: [], rejected: [], error }
}
