import { isDeepStrictEqual } from 'node:util'
import { backendKinds } from './backends/index.ts'
import type { CatalogPreferences } from './catalog/build-catalog.ts'
import type { ContextMemory } from './catalog/context-memory.ts'
import type { LoopbackServer } from './catalog/find-loopback.ts'
import { resolveBackend } from './config/resolve-backend.ts'
import type { Settings } from './config/settings.ts'
import type { Backend, BackendSettings } from './contracts/backend.ts'
import type { Catalog } from './contracts/model.ts'
import type { HttpSettings } from './http/endpoint.ts'
import { NEXT_STEPS } from './http/readiness.ts'
import type { LibraryRules } from './learning/benchmarks/library.ts'
import type { LearningStore } from './learning/learning.ts'
import type { Snapshot } from './serving/serving.ts'
import type { Database } from './storage/database.ts'
import type { Log } from './telemetry/log.ts'

/** Connects to every backend, by name; nothing is sent yet. One of `before` whose settings did not change is kept. */
export function connect(
  all: readonly BackendSettings[],
  before: ReadonlyMap<string, Backend> = new Map(),
): ReadonlyMap<string, Backend> {
  const connected = all.flatMap((settings) => {
    const known = before.get(settings.name)
    const kind = backendKinds.find((one) => one.kind === settings.kind)
    const backend = isDeepStrictEqual(known?.settings, settings) ? known : kind?.connect(settings)
    return backend === undefined ? [] : [[settings.name, backend] as const]
  })
  return new Map(connected)
}

/** Servers that were found take the settings that hold for all; the second of a kind is told apart by its port. */
export function discoveredBackends(
  servers: readonly LoopbackServer[],
  defaults: Pick<Settings, 'timeouts' | 'mediaUrls'>,
): readonly BackendSettings[] {
  return servers.map(({ kind, url }, at) => {
    const first = servers.findIndex((other) => other.kind === kind) === at
    const name = first ? kind : `${kind}-${new URL(url).port}`
    return resolveBackend({ name, kind, url }, defaults)
  })
}

/** What the user wants of the catalog. */
export function preferencesOf(
  { routing }: Settings,
  raised: ContextMemory,
  measured?: CatalogPreferences['measured'],
): CatalogPreferences {
  const { include, exclude, overrides } = routing
  const raisedContext = (key: string): number | undefined => raised.get(key)
  return { include, exclude, overrides, raisedContext, ...(measured && { measured }) }
}

export type About = Pick<HttpSettings, 'version' | 'startedAt' | 'homePart'>

/** What the HTTP server needs of the settings. */
export function httpSettings(settings: Settings, about: About): HttpSettings {
  const { names, reply, access, limits } = settings
  return {
    ...about,
    externalName: names.external,
    listModels: reply.listModels,
    apiKey: access.apiKey,
    adminApiKey: access.adminApiKey,
    corsOrigins: settings.corsOrigins,
    maxBodyBytes: limits.bodyBytes,
    metadata: reply.metadata,
    signature: reply.signature.enabled ? reply.signature.format : undefined,
  }
}

/** What a request is decided on, at this moment. */
export function snapshotOf(
  catalog: Catalog,
  backends: ReadonlyMap<string, Backend>,
  { names, routing, streamHold }: Settings,
  knowledge: Pick<Snapshot, 'heads' | 'abilities'>,
): Snapshot {
  const {
    qualityPreference,
    exploration,
    maxContext,
    cascading,
    keepAlive,
    defaultEmbeddingModel,
  } = routing
  const kinds = new Set(backendKinds.filter((kind) => kind.raisesContext).map(({ kind }) => kind))
  const raising = [...backends.values()].filter(({ settings }) => kinds.has(settings.kind))
  return {
    ...knowledge,
    catalog,
    backends,
    names: {
      external: names.external,
      aliases: Object.entries(names.aliases),
      routed: names.routed,
    },
    routing: {
      qualityPreference,
      exploration,
      maxContext,
      raising: new Set(raising.map(({ settings }) => settings.name)),
      nextSteps: NEXT_STEPS,
    },
    rules: { cascading, streamHold, keepAlive, defaultEmbeddingModel },
  }
}

/** Where what is learned is kept; `flush` has the newest answers written. */
export function learningStore(database: Database, flush: () => void): LearningStore {
  return {
    evidence: {
      put: (rows) => database.ask('putEvidence', rows),
      remove: (prefix) => database.ask('removeEvidence', prefix),
      replace: (keys, rows) => database.ask('replaceEvidence', keys, rows),
    },
    answer: (id) => {
      flush()
      return database.answer(id)
    },
    votesOf: (voter, since) => database.ask('votesOf', voter, since),
    putVote: (vote) => database.ask('putVote', vote),
    votes: (page, model) => database.ask('votes', page, model),
  }
}

const WEEK_MS = 7 * 86_400_000

/** What benchmarks are asked of whom. */
export function libraryRules(
  { learning }: Settings,
  mapping: ReadonlyMap<string, string>,
): LibraryRules {
  const { sources, artificialAnalysis } = learning.benchmarks
  return {
    ...{ sources, mapping },
    keys: { artificial_analysis: artificialAnalysis.key },
    freshMs: (source) =>
      source === 'artificial_analysis' ? artificialAnalysis.freshSeconds * 1000 : WEEK_MS,
  }
}

/** A catalog in a line of the log; what is loaded and how busy servers are changes all the time, and is not in it. */
export interface CatalogSummary {
  readonly models: number
  readonly backends: number
  /** What is wrong, by backend. */
  readonly problems: readonly string[]
}

/** Logs a catalog loudly if it differs from the one before in more than what changes all the time. */
export function catalogTeller(log: Log): (catalog: Catalog) => void {
  let told: CatalogSummary | undefined
  return (catalog) => {
    const summary = summaryOf(catalog)
    const news = !isDeepStrictEqual(summary, told)
    told = summary
    log[news ? 'info' : 'debug'](summary, 'catalog changed')
  }
}

export function summaryOf({ models, backends }: Catalog): CatalogSummary {
  const troubled = backends.filter(({ up, problem }) => !up || problem !== undefined)
  const problems = troubled.map(({ name, up, problem }) => {
    return `${name}: ${up ? 'up, but ' : ''}${problem ?? 'no answer'}`
  })
  return { models: models.size, backends: backends.length, problems }
}
