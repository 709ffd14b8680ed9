import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PastDecision } from '../contracts/decision.ts'
import type { ClientDialect } from '../contracts/dialect.ts'
import type { GatewayError } from '../contracts/errors.ts'
import type { JobDesk } from '../contracts/job.ts'
import type { LearningDesk } from '../contracts/learning.ts'
import type { RequestCounts } from '../contracts/record.ts'
import type { Serving } from '../serving/serving.ts'
import type { OpenRequests } from './open-requests.ts'

export interface HttpSettings {
  readonly version: string
  /** Unix seconds: when this process started. */
  readonly startedAt: number
  /** The one model name that clients see. */
  readonly externalName: string
  /** List every real model and exact alias as well. */
  readonly listModels: boolean
  readonly apiKey: string | undefined
  readonly adminApiKey: string | undefined
  readonly corsOrigins: readonly string[]
  readonly maxBodyBytes: number
  /** Put the `router` object into every answer. */
  readonly metadata: boolean
  /** Text appended to answers, with `{model}` for the model's name; undefined = nothing is appended. */
  readonly signature: string | undefined
  /** More on the page at `/`; undefined = nothing. */
  readonly homePart?: HomePart | undefined
}

/** Our own part of the page at `/`: none of it comes from outside. */
export interface HomePart {
  readonly html: string
  /** Runs once the page is there, and may call the router. */
  readonly script: string
}

export interface Readiness {
  readonly ready: boolean
  /** For people: what is missing, or what to do. */
  readonly reason: string
}

/** A response, for the metrics; `endpoint` is the route's pattern. */
export interface HttpSample {
  readonly endpoint: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}

/** What endpoints reach the router by. */
export interface Http {
  readonly settings: HttpSettings
  readonly serving: Serving
  readonly learning: LearningDesk
  readonly jobs: JobDesk
  /** What is under way; filled by the server. */
  readonly open: OpenRequests
  readiness(): Readiness
  /** True from the first signal to stop on. */
  isDraining(): boolean
  /** Told of each response that leaves no record of a request. */
  observe(sample: HttpSample): void
  /** Told of an error that is our own fault. */
  report(error: GatewayError): void
  /** Why a chat request was sent where it was sent, by the id of its answer or its own; undefined = it is not known. */
  decision(id: string): Promise<PastDecision | undefined>
  /** Of the requests that are kept. */
  counts(): Promise<RequestCounts>
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>
}

/** One of these per file in `endpoints/` and `admin/`. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  /** `client`: the client key, where one is set; `admin`: see access/; `anyone`: neither. */
  readonly access: 'client' | 'admin' | 'anyone'
  /** How this endpoint's errors are worded; absent = as OpenAI words them. */
  readonly dialect?: ClientDialect
  /** Returns the body to send, or nothing if it has taken the reply over. */
  handle(http: Http, request: FastifyRequest, reply: FastifyReply): unknown
}
