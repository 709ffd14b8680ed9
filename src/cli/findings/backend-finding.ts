import type { GatewayError } from '../../contracts/errors.ts'
import type { Placement } from '../../contracts/model.ts'
import type { Surveyed } from '../../survey.ts'
import { type Finding, ok, problem, warning } from './finding.ts'
import { orOutside } from './in-container.ts'
import { startIt } from './start-it.ts'

interface Circumstances {
  /** The router itself runs in a container. */
  readonly isContainer: boolean
  /** Those of the backend's models that are used. */
  readonly placements: readonly Placement[]
}

/** What one look at a backend tells. */
export function backendFinding(backend: Surveyed, circumstances: Circumstances): Finding {
  const { settings, kind, sight, failure, actual } = backend
  const about = `backend ${settings.name}`
  if (failure !== undefined) return failed(about, { ...backend, failure }, circumstances)
  const models = sight.look?.models.length ?? 0
  const what = `${kind.title} at ${settings.url}`
  if (models === 0) return problem(about, `${what} has no models`, kind.advice.addModel)
  const routed = circumstances.placements.filter(({ routable }) => routable).length
  const total = circumstances.placements.length || models
  const count = `${what}, ${total === 1 ? 'one model' : `${total} models`}${routing(routed, circumstances)}`
  if (actual !== undefined) {
    const text = `${count}; but it is ${article(actual.title)}, which tells more by its own API`
    return warning(about, text, `set its kind to ${actual.kind}`)
  }
  const isIdle = circumstances.placements.length > 0 && routed === 0 && settings.models.length === 0
  return isIdle ? warning(about, count, chooseSome(settings)) : ok(about, count)
}

/** Says nothing where the router may choose every model. */
function routing(routed: number, { placements }: Circumstances): string {
  if (routed === placements.length) return ''
  return `, ${routed} of them routed to; the others by exact name only`
}

function chooseSome({ name }: Surveyed['settings']): string {
  return `to let the router choose among them, list ${name} in smarterrouter.yaml with the names of some under its models:`
}

interface Failed extends Surveyed {
  readonly failure: GatewayError
}

function failed(about: string, backend: Failed, { isContainer }: Circumstances): Finding {
  const { settings, kind, actual, failure } = backend
  const at = `${kind.title} at ${settings.url}`
  const isAuth = failure.code === 'upstream_auth_failed'
  const refusal = settings.apiKey === undefined ? 'wants a key' : 'refuses its key'
  if (actual !== undefined) {
    const text = `${settings.url} is ${article(actual.title)}`
    const remedy = `set its kind to ${actual.kind}`
    if (!isAuth) return problem(about, text, remedy)
    const key = `; if it ${refusal} even so, ${keyRemedy({ ...backend, kind: actual })}`
    return problem(about, `${text}, and ${refusal}`, `${remedy}${key}`)
  }
  if (isAuth) return problem(about, `${at} ${refusal}`, keyRemedy(backend))
  return problem(about, `${at}: ${failure.message}`, remedyFor(backend, isContainer))
}

function keyRemedy({ settings, kind }: Surveyed): string {
  const variable = settings.name === kind.kind ? kind.shorthand.apiKey : undefined
  const or = variable === undefined ? '' : `, or into ${variable}`
  return `put the right key into api_key of ${settings.name} in smarterrouter.yaml${or}`
}

function remedyFor({ settings, kind, nearby, failure }: Failed, isContainer: boolean): string {
  if (failure.code !== 'upstream_unreachable') return remedyThere(kind, failure)
  const near = nearby.find((server) => server.kind === kind) ?? nearby[0]
  if (near !== undefined) {
    const kindToo = near.kind === kind ? '' : ` and its kind to ${near.kind.kind}`
    return `${article(near.kind.title)} answers at ${near.url}: set its url to that${kindToo}`
  }
  if (settings.remote) return 'see whether its address is right and this machine is online'
  const isHere = isThisMachine(settings.url)
  return isHere
    ? orOutside(isHosted(kind) ? LOOK_THERE : startIt(kind), isContainer)
    : 'start it there, let it listen to the network (not only to 127.0.0.1), and open its port'
}

const LOOK_THERE = 'see whether its url is right, and whether a server runs there'

/** Others run its servers, mostly: it has no usual place on anybody's machine. */
function isHosted({ ports }: Surveyed['kind']): boolean {
  return ports.length === 0
}

/** Something answers, but not as it should. */
function remedyThere({ shorthand }: Surveyed['kind'], { code }: GatewayError): string {
  if (code === 'upstream_invalid_response') return CHECK_URL
  if (code !== 'model_not_found') return 'see whether it is well, and what its own log says'
  const mayListNone = shorthand.apiKey !== undefined
  return mayListNone
    ? `${CHECK_URL}; if it has no list of models, name them in full under its models:`
    : CHECK_URL
}

const CHECK_URL = 'check its url (what stands before /v1/messages or /v1/chat/completions)'

function isThisMachine(url: string): boolean {
  return /^(127\.[\d.]+|\[::1\]|localhost)$/i.test(new URL(url).hostname)
}

function article(title: string): string {
  return `${/^[aeiou]/i.test(title) ? 'an' : 'a'} ${title}`
}
