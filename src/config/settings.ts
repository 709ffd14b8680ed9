import { resolve } from 'node:path'
import type { BackendSettings, Timeouts } from '../contracts/backend.ts'
import { type JudgeSettings, judgeOf } from './judge-settings.ts'
import type { ModelOverride } from './model-override.ts'
import { modelOverrides } from './model-override.ts'
import type { Values } from './schema.ts'

/** Everything that is configured, checked and complete; deeply frozen. Times are in seconds. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly access: {
    readonly apiKey: string | undefined
    readonly adminApiKey: string | undefined
  }
  /** Web origins whose pages may call the router; `*` is every one. */
  readonly corsOrigins: readonly string[]
  readonly names: {
    /** The model name that means "route". */
    readonly external: string
    /** Glob of names to the model that it stands for, in the order of the file. */
    readonly aliases: Readonly<Record<string, string>>
    /** Globs of names that mean "route" where no model and no alias has them. */
    readonly routed: readonly string[]
  }
  readonly backends: readonly BackendSettings[]
  /** False: look at the usual ports of this machine. */
  readonly backendsConfigured: boolean
  /** Undefined: web addresses of images go to remote backends only. */
  readonly mediaUrls: boolean | undefined
  readonly pollingInterval: number
  readonly timeouts: Timeouts
  readonly streamHold: number
  readonly drainTimeout: number
  readonly limits: { readonly bodyBytes: number }
  readonly routing: RoutingSettings
  readonly reply: {
    readonly listModels: boolean
    readonly metadata: boolean
    readonly signature: { readonly enabled: boolean; readonly format: string }
  }
  readonly database: {
    /** Absolute. */
    readonly path: string
    readonly retentionDays: number
    readonly retentionRows: number
  }
  readonly log: {
    readonly level: Values['log.level']
    readonly format: Values['log.format']
  }
  readonly learning: LearningSettings
  /** The value of every configured secret, to be kept out of logs. */
  readonly secrets: readonly string[]
}

/** How the router comes to know what models are good at. */
interface LearningSettings {
  /** Take users' votes. */
  readonly feedback: boolean
  readonly profile: ProfileSettings
  readonly benchmarks: BenchmarkSettings
  readonly judge: JudgeSettings
}

interface BenchmarkSettings {
  /** Sources are asked without anybody asking for it. */
  readonly enabled: boolean
  readonly sources: readonly string[]
  readonly artificialAnalysis: { readonly key: string | undefined; readonly freshSeconds: number }
  /** Absolute. */
  readonly mappingFile: string | undefined
}

interface ProfileSettings {
  /** Without anybody asking for it. */
  readonly enabled: boolean
  /** Dollars that all questions to remote models may cost. */
  readonly maxCost: number
  /** Probes of each family. */
  readonly depth: number
  /** Machines profiled at once. */
  readonly lanes: number
  /** Of a question, to a model of unknown speed, and of any. */
  readonly limits: {
    readonly usual: number
    readonly least: number
    readonly most: number
    /** By how much the expected time is multiplied. */
    readonly safety: number
    /** Megabytes a second. */
    readonly diskSpeed: number
    /** Of a load. */
    readonly mostLoad: number
  }
}

interface RoutingSettings {
  /** 0 = fastest answer, 1 = best answer. */
  readonly qualityPreference: number
  /** 0 = nothing is ever tried out. */
  readonly exploration: number
  readonly cascading: boolean
  /** Tokens up to which a model's context may be raised. */
  readonly maxContext: number
  readonly defaultEmbeddingModel: string | undefined
  /** Seconds or a Go duration. */
  readonly keepAlive: number | string
  /** Globs; empty = all. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly overrides: readonly ModelOverride[]
}

/** Groups checked values into settings; `backends` are those of the file, else that of the shorthand. */
export function toSettings(
  values: Values,
  backends: readonly BackendSettings[],
  { cwd, secrets }: { readonly cwd: string; readonly secrets: readonly string[] },
): Settings {
  return {
    host: values.host,
    port: values.port,
    access: { apiKey: values.api_key, adminApiKey: values.admin_api_key },
    corsOrigins: values.cors_allowed_origins,
    names: {
      external: values.external_model_name,
      aliases: values.aliases,
      routed: values.routed_names,
    },
    backends,
    backendsConfigured: backends.length > 0,
    mediaUrls: values.media_urls,
    pollingInterval: values.polling_interval,
    timeouts: timeoutsOf(values),
    streamHold: values.stream_hold,
    drainTimeout: values.drain_timeout,
    limits: { bodyBytes: Math.round(values.max_body_mb * 1024 * 1024) },
    routing: routingOf(values),
    reply: {
      listModels: values.list_models,
      metadata: values.response_metadata,
      signature: { enabled: values['signature.enabled'], format: values['signature.format'] },
    },
    learning: {
      feedback: values['feedback.enabled'],
      profile: profileOf(values),
      benchmarks: benchmarksOf(values, cwd),
      judge: judgeOf(values, timeoutsOf(values)),
    },
    database: {
      path: resolve(cwd, values['database.url']),
      retentionDays: values['database.retention_days'],
      retentionRows: values['database.retention_rows'],
    },
    log: { level: values['log.level'], format: values['log.format'] },
    secrets,
  }
}

/** The timers that hold where a backend has none of its own. */
export function timeoutsOf(values: Values): Timeouts {
  return {
    connect: values['timeouts.connect'],
    ttft: values['timeouts.ttft'],
    load: values['timeouts.load'],
    idle: values['timeouts.idle'],
    total: values['timeouts.total'],
  }
}

function profileOf(values: Values): ProfileSettings {
  return {
    enabled: values['profile.enabled'],
    maxCost: values['profile.max_cost'],
    depth: values['profile.prompts_per_category'],
    lanes: values['profile.parallel_count'],
    limits: {
      usual: values['profile.timeout'],
      least: values['profile.adaptive_timeout_min'],
      most: values['profile.adaptive_timeout_max'],
      safety: values['profile.adaptive_safety_factor'],
      diskSpeed: values['profile.warmup_disk_speed_mbps'],
      mostLoad: values['profile.warmup_max_timeout'],
    },
  }
}

function benchmarksOf(values: Values, cwd: string): BenchmarkSettings {
  const file = values['benchmarks.artificial_analysis_model_mapping_file']
  return {
    enabled: values['benchmarks.enabled'],
    sources: values['benchmarks.sources'],
    artificialAnalysis: {
      key: values['benchmarks.artificial_analysis_api_key'],
      freshSeconds: values['benchmarks.artificial_analysis_cache_ttl'],
    },
    mappingFile: file === undefined ? undefined : resolve(cwd, file),
  }
}

function routingOf(values: Values): RoutingSettings {
  return {
    qualityPreference: values['routing.quality_preference'],
    exploration: values['routing.exploration'],
    cascading: values['routing.cascading_enabled'],
    maxContext: values['models.max_context'],
    defaultEmbeddingModel: values['models.default_embedding'],
    keepAlive: values['models.keep_alive'],
    include: values['models.include'],
    exclude: values['models.exclude'],
    overrides: modelOverrides(values.overrides),
  }
}
