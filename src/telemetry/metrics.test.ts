import { describe, expect, it } from 'vitest'
import { createMetrics, type Metrics } from './metrics.ts'
import { requestRecord } from './request-record.fixture.ts'

const sources = { inFlight: () => 0, backends: () => [], dropped: () => ({}) }

/** The samples of one scrape, by name and labels. */
async function scrape(metrics: Metrics): Promise<ReadonlyMap<string, number>> {
  const lines = (await metrics.expose()).split('\n')
  const samples = lines.filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    samples.map((line) => {
      const end = line.lastIndexOf(' ')
      return [line.slice(0, end), Number(line.slice(end + 1))]
    }),
  )
}

describe('createMetrics', () => {
  it('keeps the names of the original', async () => {
    const text = await createMetrics(sources).expose()
    for (const [name, type] of [
      ['requests_total', 'counter'],
      ['request_duration_seconds', 'histogram'],
      ['errors_total', 'counter'],
      ['model_selections_total', 'counter'],
      ['cache_hits_total', 'counter'],
      ['cache_misses_total', 'counter'],
    ]) {
      expect(text).toContain(`# TYPE smarterrouter_${name} ${type}\n`)
    }
    expect(text).toContain('process_cpu_seconds_total')
    expect(createMetrics(sources).contentType).toMatch(/^text\/plain; version=0\.0\.4/)
  })

  it('counts requests that went well', async () => {
    const metrics = createMetrics(sources)
    metrics.observe([requestRecord(), requestRecord({ tokensOut: 50 })])
    const samples = await scrape(metrics)
    const endpoint = 'endpoint="/v1/chat/completions"'
    const model = 'model="qwen2.5:7b"'
    expect(samples.get(`smarterrouter_requests_total{${endpoint},method="POST"}`)).toBe(2)
    expect(samples.get(`smarterrouter_request_duration_seconds_sum{${endpoint}}`)).toBe(2.4)
    const bucket = (le: string) =>
      samples.get(`smarterrouter_request_duration_seconds_bucket{le="${le}",${endpoint}}`)
    expect(['0.01', '1', '2.5', '60'].map(bucket)).toEqual([0, 0, 2, 2])
    const selected = 'selected_model="qwen2.5:7b",category="code"'
    expect(samples.get(`smarterrouter_model_selections_total{${selected}}`)).toBe(2)
    expect(samples.get(`smarterrouter_tokens_total{${model},direction="out"}`)).toBe(250)
    expect(samples.get(`smarterrouter_time_to_first_token_seconds_count{${model}}`)).toBe(2)
    const attempts = 'backend="ollama",outcome="ok"'
    expect(samples.get(`smarterrouter_upstream_attempts_total{${attempts}}`)).toBe(2)
    expect([...samples.keys()].filter((name) => name.includes('errors_total{'))).toEqual([])
  })

  it('counts failures by status, and answers that broke off by how', async () => {
    const metrics = createMetrics(sources)
    metrics.observe([
      requestRecord({ status: 503, outcome: 'error', model: undefined, attempts: [] }),
      requestRecord({ outcome: 'partial' }),
      requestRecord({ outcome: 'client_left' }),
    ])
    const samples = await scrape(metrics)
    const errors = [...samples].filter(([name]) => name.startsWith('smarterrouter_errors_total'))
    const endpoint = 'endpoint="/v1/chat/completions"'
    expect(errors).toEqual([
      [`smarterrouter_errors_total{${endpoint},error_type="503"}`, 1],
      [`smarterrouter_errors_total{${endpoint},error_type="partial"}`, 1],
    ])
  })

  it('counts requests without a record', async () => {
    const metrics = createMetrics(sources)
    metrics.observeHttp({ endpoint: '/v1/models', method: 'GET', status: 404, seconds: 0.02 })
    const samples = await scrape(metrics)
    const endpoint = 'endpoint="/v1/models"'
    expect(samples.get(`smarterrouter_requests_total{${endpoint},method="GET"}`)).toBe(1)
    expect(samples.get(`smarterrouter_errors_total{${endpoint},error_type="404"}`)).toBe(1)
  })

  it('does not grow with what clients make up', async () => {
    const metrics = createMetrics(sources)
    for (let index = 0; index < 1000; index += 1) {
      metrics.observe([requestRecord({ model: `model-${index}`, endpoint: `/${index}` })])
    }
    const samples = await scrape(metrics)
    const names = [...samples.keys()]
    const count = (start: string) => names.filter((name) => name.startsWith(start)).length
    expect(count('smarterrouter_model_selections_total')).toBe(201)
    expect(count('smarterrouter_requests_total')).toBe(51)
    const rest = 'selected_model="other",category="code"'
    expect(samples.get(`smarterrouter_model_selections_total{${rest}}`)).toBe(800)
  })

  it('reads the rest at each scrape', async () => {
    let backends = [
      { name: 'a', up: true },
      { name: 'b', up: false },
    ]
    let rows = 3
    const metrics = createMetrics({
      inFlight: () => 7,
      backends: () => backends,
      dropped: () => ({ rows }),
    })
    const first = await scrape(metrics)
    expect(first.get('smarterrouter_requests_in_flight')).toBe(7)
    expect(first.get('smarterrouter_backend_up{backend="a"}')).toBe(1)
    expect(first.get('smarterrouter_backend_up{backend="b"}')).toBe(0)
    expect(first.get('smarterrouter_dropped_total{kind="rows"}')).toBe(3)
    backends = [{ name: 'a', up: false }]
    rows = 4
    const second = await scrape(metrics)
    expect(second.get('smarterrouter_backend_up{backend="a"}')).toBe(0)
    expect(second.has('smarterrouter_backend_up{backend="b"}')).toBe(false)
    expect(second.get('smarterrouter_dropped_total{kind="rows"}')).toBe(4)
  })
})
