import type { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { PromptHeads } from './analysis/prompt-heads.ts'
import type { Settings } from './config/settings.ts'
import type { Catalog } from './contracts/model.ts'
import type { RequestRecord } from './contracts/record.ts'
import { Fleet } from './fleet.ts'
import { type Foundations, layFoundations } from './foundations.ts'
import { Connections } from './http/connections.ts'
import type { HomePart, Http, HttpSettings } from './http/endpoint.ts'
import { OpenRequests } from './http/open-requests.ts'
import { readinessOf } from './http/readiness.ts'
import { createServer } from './http/server.ts'
import { type Jobs, startJobs } from './jobs.ts'
import { Learning } from './learning/learning.ts'
import { type ContextFor, contextFor } from './raised-context.ts'
import { NOTHING_LEARNED } from './routing/abilities.ts'
import { Admission } from './serving/admission.ts'
import { LiveStates } from './serving/live-states.ts'
import { RetryBudget } from './serving/retry-budget.ts'
import type { Serving, Snapshot } from './serving/serving.ts'
import { Sessions } from './serving/sessions.ts'
import { Deadlines } from './std/deadlines.ts'
import { StallWatch } from './std/stall-watch.ts'
import type { Database } from './storage/database.ts'
import type { Log } from './telemetry/log.ts'
import { createMetrics, type Metrics } from './telemetry/metrics.ts'
import { createRecorder, type Recorder } from './telemetry/recorder.ts'
import { logRequests } from './telemetry/request-log.ts'
import { type About, catalogTeller, httpSettings, learningStore, snapshotOf } from './wiring.ts'

export interface GatewayOptions {
  readonly settings: Settings
  readonly version: string
  readonly logTo: Writable
  readonly homePart?: HomePart | undefined
}

/** Between two looks at which connections are silent, once no answer is waited for. */
const SWEEP_MS = 250
const EMPTY: Catalog = { revision: 0, models: new Map(), backends: [], lookedAt: 0 }

/** Opens the database and wires every part to every other. Rejects with a DatabaseError when the file is not ours to use. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const gateway = new Gateway(options, await layFoundations(options))
  await gateway.prepare()
  return gateway
}

/** A router that runs: the composition root, the only place that sees every concrete part. */
export class Gateway {
  readonly log: Log
  readonly #about: About
  readonly #database: Database
  readonly #open = new OpenRequests()
  readonly #live: LiveStates
  readonly #stalls = new StallWatch()
  readonly #deadlines = new Deadlines()
  readonly #contextFor: ContextFor
  readonly #heads: PromptHeads
  readonly #metrics: Metrics
  readonly #recorder: Recorder
  readonly #fleet: Fleet
  readonly #learning: Learning
  readonly #tell: (catalog: Catalog) => void
  #settings: Settings
  #http: HttpSettings
  #catalog = EMPTY
  #abilities = NOTHING_LEARNED
  /** Requests that were answered, in earlier runs as well. */
  #answered: number
  #snapshot: Snapshot
  #app: FastifyInstance | undefined
  #connections: Connections | undefined
  #jobs: Jobs | undefined
  #draining = false

  constructor(
    { settings, version, homePart }: GatewayOptions,
    { log, database, raised, heads, learned }: Foundations,
  ) {
    this.log = log
    this.#tell = catalogTeller(log)
    this.#heads = heads
    this.#settings = settings
    this.#database = database
    this.#about = { version, startedAt: Math.floor(Date.now() / 1000), homePart }
    this.#http = httpSettings(settings, this.#about)
    this.#live = new LiveStates({ stalledSince: (moment) => this.#stalls.stalledSince(moment) })
    this.#fleet = new Fleet({
      settings,
      raised,
      log,
      onCatalog: (catalog) => this.#adopt(catalog),
      quiet: () => this.#open.present(),
    })
    this.#contextFor = contextFor({ raised, database, log, rebuild: () => this.#fleet.rebuild() })
    this.#answered = learned.requests
    this.#learning = new Learning({
      evidence: learned.evidence,
      store: learningStore(database, () => this.#recorder.flush()),
      catalog: () => this.#catalog,
      requests: () => this.#answered,
      takesVotes: () => this.#settings.learning.feedback,
      onAbilities: (abilities) => {
        this.#abilities = abilities
        this.#snapshot = this.#snapshotNow()
      },
      onError: (err) => log.error({ err }, 'what was learned does not count'),
    })
    this.#snapshot = this.#snapshotNow()
    this.#metrics = createMetrics({
      inFlight: () => this.#open.count,
      backends: () => this.#snapshot.catalog.backends,
      dropped: () => ({ rows: database.stats().dropped, log_lines: log.dropped() }),
    })
    this.#recorder = createRecorder({
      onBatch: (records) => this.#keep(records),
      onError: (err) => log.error({ err }, 'records were lost'),
    })
  }

  async prepare(): Promise<void> {
    const settings = (): HttpSettings => this.#http
    const http: Http = {
      get settings() {
        return settings()
      },
      serving: this.#serving(),
      learning: this.#learning,
      open: this.#open,
      readiness: () => readinessOf(this.#snapshot.catalog, this.#draining),
      isDraining: () => this.#draining,
      observe: (sample) => this.#metrics.observeHttp(sample),
      report: (err) => this.log.error({ err }, 'internal error'),
      decision: (id) => {
        this.#recorder.flush()
        return this.#database.decision(id)
      },
      counts: () => this.#database.ask('requestCounts'),
      metrics: async () => ({
        contentType: this.#metrics.contentType,
        text: await this.#metrics.expose(),
      }),
    }
    this.#app = await createServer(http)
    this.#connections = new Connections(this.#app.server)
  }

  /** Listens; resolves to the address, and goes on looking for models meanwhile. */
  async start(): Promise<string> {
    const { host, port } = this.#settings
    void this.#learning.start()
    void this.#fleet.start().then(() => this.#adviseIfAlone())
    this.#jobs = startJobs({
      database: this.#database,
      settings: () => this.#settings,
      log: this.log,
    })
    return (await this.#app?.listen({ host, port, backlog: 4096 })) ?? ''
  }

  /**
   * Goes on with other settings; those that need a restart must be as they were. Requests under way end as they began.
   * Resolves when the new settings count, once every new backend was looked at.
   */
  async reconfigure(settings: Settings): Promise<void> {
    this.log.hide(settings.secrets)
    if (this.#draining) return
    const adopt = await this.#fleet.prepare(settings)
    if (this.#draining) return
    this.#settings = settings
    this.#http = httpSettings(settings, this.#about)
    this.log.level = settings.log.level
    adopt()
  }

  /** Takes no new requests, lets those under way end within the drain timeout, then closes everything. */
  async stop(): Promise<void> {
    this.#draining = true
    await this.#drain()
    await Promise.all([this.#jobs?.stop(), this.#learning.stop()])
    this.#recorder.close()
    this.#live.close()
    this.#stalls.stop()
    this.#deadlines.stop()
    await this.#fleet.stop()
    await this.#database.close()
  }

  /** Whoever asks meanwhile is told so; the address is given up when nobody is waited for any more. */
  async #drain(): Promise<void> {
    const connections = this.#connections
    const cut = setTimeout(() => connections?.dropAll(), this.#settings.drainTimeout * 1000)
    await this.#open.none()
    const sweep = setInterval(() => {
      if (this.#open.count === 0) connections?.dropSilent()
    }, SWEEP_MS)
    await this.#app?.close()
    clearInterval(sweep)
    clearTimeout(cut)
  }

  #serving(): Serving {
    return {
      snapshot: () => this.#snapshot,
      live: this.#live,
      retries: new RetryBudget(),
      admission: new Admission(),
      sessions: new Sessions(),
      deadlines: this.#deadlines,
      now: () => performance.now(),
      record: (record) => this.#recorder.record(record),
      program: this.#about.version,
      suspect: (backend) => this.#fleet.refresh(backend),
      contextFor: this.#contextFor,
    }
  }

  #keep(records: readonly RequestRecord[]): void {
    this.#answered += records.length
    logRequests(this.log, records)
    this.#metrics.observe(records)
    this.#database.enqueue(records)
  }

  #adopt(catalog: Catalog): void {
    this.#live.retain(catalog)
    this.#catalog = catalog
    this.#snapshot = this.#snapshotNow()
    this.#learning.catalogChanged()
    this.#tell(catalog)
  }

  /** Looking goes on, but somebody may have to do something first. */
  #adviseIfAlone(): void {
    if (this.#fleet.backends.size > 0 || this.#draining) return
    this.log.warn(readinessOf(this.#snapshot.catalog, false).reason)
  }

  #snapshotNow(): Snapshot {
    const knowledge = { heads: this.#heads, abilities: this.#abilities }
    return snapshotOf(this.#catalog, this.#fleet.backends, this.#settings, knowledge)
  }
}
