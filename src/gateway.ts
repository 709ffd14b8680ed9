import type { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { PromptHeads } from './analysis/prompt-heads.ts'
import type { Settings } from './config/settings.ts'
import type { Catalog } from './contracts/model.ts'
import type { RequestRecord } from './contracts/record.ts'
import { Fleet } from './fleet.ts'
import { type Foundations, layFoundations } from './foundations.ts'
import { Connections } from './http/connections.ts'
import { drain } from './http/drain.ts'
import type { HomePart, Http, HttpSettings } from './http/endpoint.ts'
import { OpenRequests } from './http/open-requests.ts'
import { readinessOf } from './http/readiness.ts'
import { createServer } from './http/server.ts'
import { type Jobs, startJobs } from './jobs.ts'
import { type ContextFor, contextFor } from './raised-context.ts'
import { NOTHING_LEARNED } from './routing/abilities.ts'
import { Admission } from './serving/admission.ts'
import { LiveStates } from './serving/live-states.ts'
import { Reactions } from './serving/reactions.ts'
import { RetryBudget } from './serving/retry-budget.ts'
import type { Serving, Snapshot } from './serving/serving.ts'
import { Sessions } from './serving/sessions.ts'
import { Deadlines } from './std/deadlines.ts'
import { StallWatch } from './std/stall-watch.ts'
import type { Database } from './storage/database.ts'
import { Study } from './study.ts'
import type { Log } from './telemetry/log.ts'
import { createMetrics, type Metrics } from './telemetry/metrics.ts'
import { createRecorder, type Recorder } from './telemetry/recorder.ts'
import { logRequests } from './telemetry/request-log.ts'
import { type About, catalogTeller, httpSettings, snapshotOf } from './wiring.ts'

export interface GatewayOptions {
  readonly settings: Settings
  readonly version: string
  readonly logTo: Writable
  readonly homePart?: HomePart | undefined
}

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
  readonly #study: Study
  readonly #serving: Serving
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
    { log, database, raised, heads, published, learned }: Foundations,
  ) {
    this.log = log
    this.#tell = catalogTeller(log)
    this.#heads = heads
    this.#settings = settings
    this.#database = database
    this.#about = { version, startedAt: Math.floor(Date.now() / 1000), homePart }
    this.#http = httpSettings(settings, this.#about)
    this.#live = new LiveStates({
      stalledSince: (moment) => this.#stalls.stalledSince(moment),
      measured: ({ key }) => this.#study.speed(key),
      onBegin: (placement) => this.#study.begun(placement),
    })
    this.#fleet = new Fleet({
      settings,
      raised,
      log,
      measured: (key) => this.#study.facts(key),
      onCatalog: (catalog) => this.#adopt(catalog),
      quiet: () => this.#open.present(),
    })
    this.#contextFor = contextFor({ raised, database, log, rebuild: () => this.#fleet.rebuild() })
    this.#answered = learned.requests
    this.#serving = this.#newServing()
    this.#study = new Study({
      ...{ database, log, learned, published, serving: this.#serving },
      settings: () => this.#settings,
      catalog: () => this.#catalog,
      backends: () => this.#fleet.backends,
      answered: () => this.#answered,
      flush: () => this.#recorder.flush(),
      onAbilities: (abilities) => {
        this.#abilities = abilities
        this.#snapshot = this.#snapshotNow()
      },
      onMeasured: () => this.#fleet.rebuild(),
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
      serving: this.#serving,
      learning: this.#study.learning,
      jobs: this.#study.jobs,
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
    void this.#study.start()
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
    await drain({
      ...{ app: this.#app, connections: this.#connections, open: this.#open },
      timeoutMs: this.#settings.drainTimeout * 1000,
    })
    this.#recorder.flush()
    await Promise.all([this.#jobs?.stop(), this.#study.stop()])
    this.#recorder.close()
    this.#live.close()
    this.#stalls.stop()
    this.#deadlines.stop()
    await this.#fleet.stop()
    await this.#database.close()
  }

  #newServing(): Serving {
    return {
      snapshot: () => this.#snapshot,
      live: this.#live,
      retries: new RetryBudget(),
      admission: new Admission(),
      sessions: new Sessions(),
      reactions: new Reactions(),
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
    this.#study.noticed(records)
    logRequests(this.log, records)
    this.#metrics.observe(records)
    this.#database.enqueue(records)
  }

  #adopt(catalog: Catalog): void {
    this.#live.retain(catalog)
    this.#catalog = catalog
    this.#snapshot = this.#snapshotNow()
    this.#study.catalogChanged()
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
