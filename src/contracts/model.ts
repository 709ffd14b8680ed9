/** What is known about models: facts, each with where it comes from. */

/** Best first: what the user configured beats what we measured, and so on down to a guess from the name. */
export const FACT_SOURCES = ['config', 'measured', 'reported', 'benchmark', 'inferred'] as const

export type FactSource = (typeof FACT_SOURCES)[number]

export interface Fact<T> {
  readonly value: T
  readonly source: FactSource
}

/** What a model is for. `other` covers audio, image, rerank and classifier models: never routed to for chat. */
export type ModelRole = 'chat' | 'embedding' | 'other'

export type Capability = 'vision' | 'tools' | 'json' | 'reasoning' | 'audio'

export type Capabilities = Readonly<Partial<Record<Capability, Fact<boolean>>>>

/** What a model's tokens cost: US dollars per million. */
export interface Price {
  readonly input: number
  readonly output: number
  /** Input that the server still had from an earlier request. */
  readonly cachedInput?: number
}

/** Everything that may be known about a model, wherever it was learned. Absent = unknown. */
export interface ModelFacts {
  readonly role?: Fact<ModelRole>
  /** What the model's own file calls it, whatever name it goes by here. */
  readonly origin?: Fact<string>
  readonly family?: Fact<string>
  /** In billions. */
  readonly parameters?: Fact<number>
  /** Parameters used per token, in billions: less than `parameters` for a mixture of experts. */
  readonly activeParameters?: Fact<number>
  readonly quantisation?: Fact<string>
  /** Tokens the model was trained for. */
  readonly trainedContext?: Fact<number>
  /** Tokens the backend really serves: what a request must fit. */
  readonly servedContext?: Fact<number>
  readonly embeddingLength?: Fact<number>
  /** Of a local model only where the user gives one: the electricity, say. */
  readonly price?: Fact<Price>
  readonly capabilities: Capabilities
}

/** How busy a server says that it is with one model: with everybody's requests, ours among them. */
export interface ServerLoad {
  /** Requests being answered. */
  readonly running: number
  /** Requests in line. */
  readonly waiting: number
  /** Share of its key-value cache that is in use, 0 to 1. */
  readonly cacheUse?: number
  /** Milliseconds since 1970: when it said so; of a server that rests, since when it has. */
  readonly at: number
}

/** What a backend reports of one of its models at one look. */
export interface ReportedModel {
  /** The id the backend wants to hear, prefix and all. */
  readonly nativeId: string
  /** The id users see: without the backend's prefix. */
  readonly id: string
  readonly digest?: string
  readonly sizeBytes?: number
  /** The model's own answers leave this machine's network, whatever the backend's address. */
  readonly cloud?: boolean
  /** Undefined: this backend cannot tell. */
  readonly loaded?: boolean
  /** It is not loaded, but on its way into memory. */
  readonly loading?: boolean
  /** GPU memory that it takes, by the backend's own account. */
  readonly memoryBytes?: number
  /** What is wrong with this one model, for people: why it could not be loaded. */
  readonly problem?: string
  readonly load?: Fact<ServerLoad>
  readonly facts: ModelFacts
}

/** One model on one backend: what a request is sent to. */
export interface Placement {
  /** `model@backend`: unique. */
  readonly key: string
  readonly model: string
  readonly backend: string
  readonly nativeId: string
  readonly digest?: string | undefined
  readonly sizeBytes?: number | undefined
  readonly remote: boolean
  /** False: answers only to its exact name. */
  readonly routable: boolean
  readonly loaded: boolean | undefined
  /** As reported: on its way into memory. */
  readonly loading?: boolean | undefined
  /** As reported: GPU memory that it takes while it is loaded. */
  readonly memoryBytes?: number | undefined
  /** As reported: why it could not be loaded. */
  readonly problem?: string | undefined
  readonly load?: Fact<ServerLoad> | undefined
  /** False while its backend cannot be reached. */
  readonly up: boolean
  /** As reported: tokens of context that its server says it serves, whatever is known by other means. */
  readonly reportedContext?: number | undefined
  /** Reported > inferred, merged with the user's own. */
  readonly facts: ModelFacts
  /** The context we ask the backend to load it with, on every call alike; undefined = the backend's own choice. */
  readonly contextSetting?: number | undefined
}

/** One model, wherever it lies. */
export interface Model {
  readonly id: string
  /** Never empty; in the order of the backends. */
  readonly placements: readonly Placement[]
}

/** All that was found, replaced as a whole by each look. */
export interface Catalog {
  readonly revision: number
  /** By folded id (lower case, without `:latest`). */
  readonly models: ReadonlyMap<string, Model>
  readonly backends: readonly BackendState[]
  /** Milliseconds since 1970; 0 before the first look ended. */
  readonly lookedAt: number
}

export interface BackendState {
  readonly name: string
  readonly kind: string
  readonly url: string
  readonly remote: boolean
  readonly up: boolean
  readonly version?: string | undefined
  /** Why it is not up, or what is wrong with it although it is; for people. */
  readonly problem?: string | undefined
  readonly models: number
}
