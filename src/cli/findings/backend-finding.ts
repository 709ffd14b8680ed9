import type { GatewayError } from '../../contracts/errors.ts'
import type { Surveyed } from '../../survey.ts'
import { type Finding, ok, problem, warning } from './finding.ts'
import { orOutside } from './in-container.ts'

/** What one look at a backend tells. */
export function backendFinding(backend: Surveyed, isContainer: boolean): Finding {
  const { settings, kind, sight, failure, actual } = backend
  const about = `backend ${settings.name}`
  if (failure !== undefined) return failed(about, { ...backend, failure }, isContainer)
  const models = sight.look?.models.length ?? 0
  const what = `${kind.title} at ${settings.url}`
  if (models === 0) return problem(about, `${what} has no models`, kind.advice.addModel)
  const count = models === 1 ? 'one model' : `${models} models`
  if (actual === undefined) return ok(about, `${what}, ${count}`)
  const text = `${what}, ${count}; but it is ${article(actual.title)}, which tells more by its own API`
  return warning(about, text, `set its kind to ${actual.kind}`)
}

interface Failed extends Surveyed {
  readonly failure: GatewayError
}

function failed(about: string, backend: Failed, isContainer: boolean): Finding {
  const { settings, kind, actual, failure } = backend
  const at = `${kind.title} at ${settings.url}`
  if (failure.code === 'upstream_auth_failed') {
    const text = settings.apiKey === undefined ? 'wants a key' : 'refuses its key'
    return problem(about, `${at} ${text}`, keyRemedy(backend))
  }
  if (actual !== undefined) {
    return problem(
      about,
      `${settings.url} is ${article(actual.title)}`,
      `set its kind to ${actual.kind}`,
    )
  }
  return problem(about, `${at}: ${failure.message}`, remedyFor(backend, isContainer))
}

function keyRemedy({ settings, kind }: Surveyed): string {
  const variable = settings.name === kind.kind ? kind.shorthand.apiKey : undefined
  const or = variable === undefined ? '' : `, or into ${variable}`
  return `put the right key into api_key of ${settings.name} in smarterrouter.yaml${or}`
}

function remedyFor({ settings, kind, nearby, failure }: Failed, isContainer: boolean): string {
  if (failure.code !== 'upstream_unreachable')
    return 'see whether it is well, and what its own log says'
  const near = nearby.find((server) => server.kind === kind) ?? nearby[0]
  if (near !== undefined) {
    const kindToo = near.kind === kind ? '' : ` and its kind to ${near.kind.kind}`
    return `${article(near.kind.title)} answers at ${near.url}: set its url to that${kindToo}`
  }
  if (settings.remote) return 'see whether its address is right and this machine is online'
  const isHere = isThisMachine(settings.url)
  return isHere
    ? orOutside(`start it: ${kind.advice.start}`, isContainer)
    : 'start it there, let it listen to the network (not only to 127.0.0.1), and open its port'
}

function isThisMachine(url: string): boolean {
  return /^(127\.[\d.]+|\[::1\]|localhost)$/i.test(new URL(url).hostname)
}

function article(title: string): string {
  return `${/^[aeiou]/i.test(title) ? 'an' : 'a'} ${title}`
}
