import { promptTokens } from '../../analysis/tokens.ts'
import type { Usage } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Placement } from '../../contracts/model.ts'
import { type Asking, ownRequest } from '../asking/own-request.ts'
import type { FindingsBook } from './findings-book.ts'

/** Dollars a million tokens are priced by. */
const PER = 1_000_000
const USUAL_OUTPUT = 512
/** Our estimate of a prompt may be so much too low. */
const MARGIN = 1.25

/** What a question may cost at the most, in dollars; 0 for a model of this network. */
export function mostCost({ remote, facts }: Placement, asking: Asking): number {
  const price = facts.price?.value
  if (!remote || price === undefined) return 0
  const read = promptTokens(ownRequest(asking)) * MARGIN
  return (read * price.input + (asking.sampling?.maxTokens ?? USUAL_OUTPUT) * price.output) / PER
}

/** What an answer cost, in dollars. */
export function costOf({ remote, facts }: Placement, usage: Usage | undefined): number {
  const price = facts.price?.value
  if (!remote || price === undefined || usage === undefined) return 0
  return (usage.input * price.input + usage.output * price.output) / PER
}

/** Dollars that all findings cost so far. */
export function spentSoFar(book: FindingsBook): number {
  return book.all().reduce((sum, { value }) => {
    const { cost } = Object(value)
    return sum + (typeof cost === 'number' ? cost : 0)
  }, 0)
}

/** The reason why a question is not asked. */
export function tooDear(placement: Placement): GatewayError {
  const message = `Asking "${placement.model}" more would cost more than profile.max_cost allows.`
  return new GatewayError('not_allowed', message)
}
