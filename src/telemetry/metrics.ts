import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { RequestRecord } from '../contracts/record.ts'
import { distinctCap } from '../std/distinct-cap.ts'
import { pairCounter } from './pair-counter.ts'

/** Read at each scrape, so that they cost nothing in between. */
export interface MetricSources {
  /** Requests under way. */
  inFlight(): number
  backends(): readonly { readonly name: string; readonly up: boolean }[]
  /** What was given up rather than waited for, by kind, such as `{ rows: 3, log_lines: 0 }`; counts since the start. */
  dropped(): Readonly<Record<string, number>>
}

/** A request that leaves no record, such as a list of models. `endpoint` is the route's pattern. */
interface HttpSample {
  readonly endpoint: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}

export interface Metrics {
  readonly contentType: string
  observe(records: readonly RequestRecord[]): void
  observeHttp(sample: HttpSample): void
  /** Prometheus text, version 0.0.4. */
  expose(): Promise<string>
}

const MAX_NAMES = 200
const MAX_ENDPOINTS = 50
const DURATION_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** The original's metrics under their names, and those it lacked. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  addSources(registry, sources)
  addCaches(registry)
  const http = httpMetrics(registry)
  const routing = routingMetrics(registry)
  return {
    contentType: registry.contentType,
    observe(records) {
      for (const record of records) {
        http(toSample(record))
        routing(record)
      }
    },
    observeHttp: http,
    expose: () => registry.metrics(),
  }
}

/** What leaves a record came as a POST. An answer that broke off after its 200 is an error all the same. */
function toSample({ endpoint, status, outcome, totalMs }: RequestRecord): RecordedSample {
  const broken = status < 400 && (outcome === 'partial' || outcome === 'error')
  const errorType = broken ? outcome : undefined
  return { endpoint, method: 'POST', status, seconds: totalMs / 1000, errorType }
}

interface RecordedSample extends HttpSample {
  readonly errorType?: string | undefined
}

function httpMetrics(registry: Registry): (sample: RecordedSample) => void {
  const endpoints = distinctCap(MAX_ENDPOINTS, 'other')
  const requests = pairCounter({
    name: 'smarterrouter_requests_total',
    help: 'Requests by route and method',
    labels: ['endpoint', 'method'],
    registry,
  })
  const seconds = new Histogram({
    name: 'smarterrouter_request_duration_seconds',
    help: 'Time to the last byte of the answer',
    labelNames: ['endpoint'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  })
  const errors = pairCounter({
    name: 'smarterrouter_errors_total',
    help: 'Failed requests by status, or by how an answer broke off that began as a success',
    labels: ['endpoint', 'error_type'],
    registry,
  })
  return (sample) => {
    const endpoint = endpoints(sample.endpoint)
    const errorType = sample.errorType ?? (sample.status >= 400 ? String(sample.status) : undefined)
    requests(endpoint, sample.method)
    seconds.observe({ endpoint }, sample.seconds)
    if (errorType !== undefined) errors(endpoint, errorType)
  }
}

function routingMetrics(registry: Registry): (record: RequestRecord) => void {
  const models = distinctCap(MAX_NAMES, 'other')
  const selections = pairCounter({
    name: 'smarterrouter_model_selections_total',
    help: 'Requests by the model that was chosen and the kind of work',
    labels: ['selected_model', 'category'],
    registry,
  })
  const firstContent = new Histogram({
    name: 'smarterrouter_time_to_first_token_seconds',
    help: 'Time to the first content of the answer',
    labelNames: ['model'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  })
  const tokens = pairCounter({
    name: 'smarterrouter_tokens_total',
    help: 'Tokens read (in) and written (out)',
    labels: ['model', 'direction'],
    registry,
  })
  const attempts = attemptCounter(registry)
  return (record) => {
    attempts(record)
    if (record.model === undefined) return
    const model = models(record.model)
    const { family = 'unknown', firstContentMs, tokensIn = 0, tokensOut = 0 } = record
    selections(model, family)
    if (firstContentMs !== undefined) firstContent.observe({ model }, firstContentMs / 1000)
    if (tokensIn > 0) tokens(model, 'in', tokensIn)
    if (tokensOut > 0) tokens(model, 'out', tokensOut)
  }
}

function attemptCounter(registry: Registry): (record: RequestRecord) => void {
  const backends = distinctCap(MAX_NAMES, 'other')
  const attempts = pairCounter({
    name: 'smarterrouter_upstream_attempts_total',
    help: 'Attempts by backend and how they ended',
    labels: ['backend', 'outcome'],
    registry,
  })
  return (record) => {
    for (const { backend, outcome } of record.attempts) attempts(backends(backend), outcome)
  }
}

function addSources(registry: Registry, sources: MetricSources): void {
  const registers = [registry]
  new Gauge({
    name: 'smarterrouter_requests_in_flight',
    help: 'Requests under way',
    registers,
    collect() {
      this.set(sources.inFlight())
    },
  })
  new Gauge({
    name: 'smarterrouter_backend_up',
    help: '1 while the backend answers',
    labelNames: ['backend'],
    registers,
    collect() {
      this.reset()
      for (const { name, up } of sources.backends()) this.set({ backend: name }, Number(up))
    },
  })
  new Counter({
    name: 'smarterrouter_dropped_total',
    help: 'Records and log lines given up rather than waited for',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset()
      for (const [kind, count] of Object.entries(sources.dropped())) this.inc({ kind }, count)
    },
  })
}

/** Declared under the original's names, so that dashboards made for it find them. */
function addCaches(registry: Registry): void {
  for (const event of ['hits', 'misses']) {
    new Counter({
      name: `smarterrouter_cache_${event}_total`,
      help: `Cache ${event} by kind of cache`,
      labelNames: ['cache_type'],
      registers: [registry],
    })
  }
}
