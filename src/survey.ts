import { backendKinds } from './backends/index.ts'
import { buildCatalog, type Sight } from './catalog/build-catalog.ts'
import { ContextMemory } from './catalog/context-memory.ts'
import { findLoopback } from './catalog/find-loopback.ts'
import type { Settings } from './config/settings.ts'
import type { Backend, BackendKind, BackendSettings } from './contracts/backend.ts'
import { GatewayError } from './contracts/errors.ts'
import type { Catalog } from './contracts/model.ts'
import { endpoints } from './http/endpoints/index.ts'
import { withDeadline } from './std/with-deadline.ts'
import { connect, discoveredBackends, preferencesOf } from './wiring.ts'

/** What people are told about a kind of backend. */
export type KnownKind = Pick<
  BackendKind,
  'kind' | 'title' | 'ports' | 'raisesContext' | 'advice' | 'shorthand' | 'fingerprint'
>

/** A server of models that answers at an address. */
interface ServerFound {
  readonly kind: KnownKind
  readonly url: string
}

/** One backend after one look at it. */
export interface Surveyed {
  readonly settings: BackendSettings
  readonly kind: KnownKind
  readonly sight: Sight
  /** Why the look failed. */
  readonly failure?: GatewayError
  /** The kind that the server at its address seems to be, where that is another than the configured one. */
  readonly actual?: KnownKind
  /** Where nothing answers: servers on the same host's usual ports. */
  readonly nearby: readonly ServerFound[]
  /** Seconds by which its clock is ahead of this machine's; undefined = it does not tell the time. */
  readonly clockAhead?: number
}

export interface Survey {
  /** Those of the configuration, or else those found on this machine. */
  readonly backends: readonly Surveyed[]
  readonly catalog: Catalog
  readonly kinds: readonly KnownKind[]
}

export interface SurveyOptions {
  /** When a backend that does not answer is given up; default 5000 ms. */
  readonly deadlineMs?: number
  /** Told as each backend has been looked at. */
  readonly onProgress?: (done: number, total: number) => void
  readonly kinds?: readonly KnownKind[]
}

const DEADLINE_MS = 5_000

/** Looks once at what a router with these settings would have, without being one. Never loads a model. */
export async function survey(settings: Settings, options: SurveyOptions = {}): Promise<Survey> {
  const { kinds = backendKinds } = options
  const connected = [...connect(await backendsOf(settings, kinds)).values()]
  let done = 0
  const backends = await Promise.all(
    connected.map(async (backend) => {
      const surveyed = await surveyOne(backend, kinds, options.deadlineMs ?? DEADLINE_MS)
      await backend.close()
      options.onProgress?.(++done, connected.length)
      return surveyed
    }),
  )
  const sights = backends.map(({ sight }) => sight)
  const moment = { revision: 1, lookedAt: Date.now() }
  const catalog = buildCatalog(sights, preferencesOf(settings, new ContextMemory()), moment)
  return { backends, catalog, kinds }
}

/** Whether this version of the router has an endpoint at a path. */
export function hasEndpoint(path: string): boolean {
  return endpoints.some((endpoint) => endpoint.path === path)
}

/** Every kind of server at an address that claims it; the first is the most likely. */
export async function serversAt(
  url: string,
  kinds: readonly KnownKind[] = backendKinds,
): Promise<readonly KnownKind[]> {
  const claims = await Promise.all(kinds.map((kind) => claimed(kind, url)))
  return kinds.filter((_, at) => claims[at])
}

async function backendsOf(
  settings: Settings,
  kinds: readonly KnownKind[],
): Promise<readonly BackendSettings[]> {
  if (settings.backendsConfigured) return settings.backends
  return discoveredBackends(await findLoopback(kinds, [settings.port]), settings)
}

async function surveyOne(
  backend: Backend,
  kinds: readonly KnownKind[],
  deadlineMs: number,
): Promise<Surveyed> {
  const { settings } = backend
  const kind = kinds.find((one) => one.kind === settings.kind)
  if (kind === undefined) throw new TypeError(`There is no kind ${settings.kind}`)
  const [looked, clockAhead] = await Promise.all([
    look(backend, deadlineMs),
    clockAheadOf(settings.url, deadlineMs),
  ])
  return {
    settings,
    kind,
    ...looked,
    ...(await explained(looked.failure, { settings, kind, kinds })),
    ...(clockAhead !== undefined && { clockAhead }),
  }
}

type Looked = Pick<Surveyed, 'sight' | 'failure'>

async function look(backend: Backend, deadlineMs: number): Promise<Looked> {
  const { settings } = backend
  try {
    const found = await withDeadline(deadlineMs, (signal) => backend.look(signal))
    return { sight: { settings, look: found } }
  } catch (thrown) {
    const failure =
      thrown instanceof GatewayError
        ? thrown
        : new GatewayError('upstream_ttft_timeout', messageOf(thrown), { backend: settings.name })
    return { sight: { settings, problem: failure.message }, failure }
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

interface Question {
  readonly settings: BackendSettings
  readonly kind: KnownKind
  readonly kinds: readonly KnownKind[]
}

/** Looks around a backend for what else may be wrong; nothing beyond its own host is asked. */
async function explained(
  failure: GatewayError | undefined,
  { settings, kind, kinds }: Question,
): Promise<Pick<Surveyed, 'actual' | 'nearby'>> {
  if (settings.remote || failure?.code === 'upstream_auth_failed') return { nearby: [] }
  if (failure?.code === 'upstream_unreachable') {
    return { nearby: await neighbours(settings.url, kind, kinds) }
  }
  const claims = await serversAt(settings.url, kinds)
  const [actual] = claims.includes(kind) && failure === undefined ? closer(claims, kind) : claims
  return { nearby: [], ...(actual !== undefined && actual !== kind && { actual }) }
}

/** Of a server that works as configured, only a kind that is asked before the configured one says more. */
function closer(claims: readonly KnownKind[], kind: KnownKind): readonly KnownKind[] {
  return claims.slice(0, claims.indexOf(kind))
}

async function neighbours(
  url: string,
  kind: KnownKind,
  kinds: readonly KnownKind[],
): Promise<readonly ServerFound[]> {
  const { hostname, port } = new URL(url)
  const ports = new Set([kind, ...kinds].flatMap((one) => one.ports))
  ports.delete(Number(port))
  const found = await Promise.all(
    [...ports].map(async (near) => {
      const address = `http://${hostname}:${near}`
      const [first] = await serversAt(address, kinds)
      return first && { kind: first, url: address }
    }),
  )
  return found.filter((one) => one !== undefined)
}

const FINGERPRINT_MS = 2_000

function claimed(kind: KnownKind, url: string): Promise<boolean> {
  return withDeadline(FINGERPRINT_MS, (signal) => kind.fingerprint(url, signal)).catch(() => false)
}

async function clockAheadOf(url: string, deadlineMs: number): Promise<number | undefined> {
  const signal = AbortSignal.timeout(deadlineMs)
  const began = Date.now()
  const answer = await fetch(url, { method: 'HEAD', redirect: 'manual', signal }).catch(
    () => undefined,
  )
  const told = Date.parse(answer?.headers.get('date') ?? '')
  return Number.isNaN(told) ? undefined : Math.round((told - (began + Date.now()) / 2) / 1000)
}
