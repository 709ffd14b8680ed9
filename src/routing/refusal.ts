import { GatewayError } from '../contracts/errors.ts'
import type { Capability, Catalog } from '../contracts/model.ts'
import type { Intent, Plan, PromptProfile, Rejection } from '../contracts/routing.ts'
import { type ContextLimits, largestContext } from './context-need.ts'
import { filters } from './filters/index.ts'
import { role } from './filters/role.ts'

/** Everything that says why no candidate is left. */
export interface Deadlock {
  readonly mode: Plan['mode']
  readonly profile: PromptProfile
  readonly catalog: Catalog
  /** All that were in question; each of them was rejected. */
  readonly rejected: readonly Rejection[]
  readonly limits: ContextLimits
  readonly intent: Intent
  /** What the user can do when there is no model at all. */
  readonly nextSteps?: string | undefined
}

const ABILITIES: Readonly<Record<Capability, string>> = {
  vision: 'read images',
  audio: 'hear audio',
  tools: 'call tools',
  json: 'answer in JSON',
  reasoning: 'reason',
}

/** The error for a request that no placement can take: told by the filter that those who came furthest failed at. */
export function refusal(deadlock: Deadlock): GatewayError {
  const { rejected } = deadlock
  if (rejected.some((one) => one.filter === 'latency')) return tooSlow(deadlock)
  if (rejected.every(({ placement }) => !placement.up)) return noneUp(deadlock)
  const last = filters.findLast((filter) => rejected.some((one) => one.filter === filter.name))
  if (last?.name === 'health') return noneUp(deadlock)
  if (last?.name === 'context') return tooLong(deadlock)
  if (last?.name === 'locality') return noneRoutable()
  if (last?.name === 'privacy') return noneLocal()
  if (last?.name === 'wanted') return noneWanted()
  if (last?.name === 'role') return notForChat(deadlock)
  return notCapable(deadlock)
}

function noneUp({ mode, catalog, rejected, nextSteps }: Deadlock): GatewayError {
  const { backends } = catalog
  if (backends.length === 0) {
    const steps = nextSteps === undefined ? '' : ` ${nextSteps}`
    return new GatewayError('no_backends', `No backend was found.${steps}`)
  }
  const down = backends.filter(({ up }) => !up).map(({ name }) => name)
  const who = down.length === 0 ? '' : ` (down: ${down.join(', ')})`
  if (rejected.length === 0) {
    const what =
      down.length === backends.length ? 'No backend can be reached' : 'The backends have no models'
    return new GatewayError('no_backends', `${what}${who}. To see why: npm start -- doctor`)
  }
  const what = mode === 'pinned' ? 'This model is known, but' : 'Models are known, but'
  return new GatewayError(
    'no_backends',
    `${what} no backend that could answer can be reached${who}.`,
  )
}

function noneRoutable(): GatewayError {
  return new GatewayError(
    'no_backends',
    'Every model that could answer is remote and not open for routing: name one as "model", or list it under "models" of its backend.',
  )
}

function tooSlow({ intent, rejected }: Deadlock): GatewayError {
  const slow = rejected.filter(({ filter }) => filter === 'latency')
  const [one] = slow
  return new GatewayError(
    'no_capable_model',
    `No model here answers within ${intent.maxSeconds} s: ${one?.placement.model} ${one?.reason}.`,
    { param: 'max_latency' },
  )
}

function noneLocal(): GatewayError {
  return new GatewayError(
    'no_capable_model',
    'The policy "local" sends nothing to remote backends, and no local model can take this request.',
  )
}

function noneWanted(): GatewayError {
  return new GatewayError('no_capable_model', 'Every model that may answer was excluded.', {
    param: 'models',
  })
}

function notForChat({ mode, rejected }: Deadlock): GatewayError {
  if (mode === 'route') return new GatewayError('no_backends', 'None of the models found can chat.')
  return new GatewayError(
    'no_capable_model',
    `The model "${idOf(rejected[0])}" is ${rejected[0]?.reason}.`,
    { param: 'model' },
  )
}

function notCapable({ mode, profile, rejected }: Deadlock): GatewayError {
  const passedRole = rejected.filter((one) => one.filter !== role.name)
  const lacking = filters.filter(({ name }) => passedRole.some((one) => one.filter === name))
  const missing = profile.needs.filter((need) => lacking.some(({ name }) => name === need))
  const abilities = missing.map((need) => ABILITIES[need])
  const who = mode === 'route' ? 'No model here' : `The model "${idOf(rejected[0])}"`
  const can = mode === 'route' ? 'is known to be able to' : 'cannot'
  return new GatewayError('no_capable_model', `${who} ${can} ${abilities.join(' and ')}.`, {
    param: mode === 'route' ? 'messages' : 'model',
  })
}

function tooLong({ profile, rejected, limits }: Deadlock): GatewayError {
  const { tokensIn, tokensNeeded } = profile
  const refused = rejected.filter(({ filter }) => filter === 'context')
  const most = Math.max(...refused.map(({ placement }) => largestContext(placement, limits)))
  return new GatewayError(
    'context_length_exceeded',
    `The maximum context length here is ${most} tokens, but this request needs about ${tokensNeeded}: ${tokensIn} for the prompt and the rest for the answer.`,
    { param: 'messages' },
  )
}

function idOf(rejection: Rejection | undefined): string {
  return rejection?.placement.model ?? ''
}
