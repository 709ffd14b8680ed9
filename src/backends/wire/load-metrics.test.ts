import { describe, expect, it } from 'vitest'
import { readLoadMetrics } from './load-metrics.ts'

/** Written after the documentation of the servers, not recorded from any. */
const VLLM = `# HELP vllm:num_requests_running Number of requests in model execution batches.
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="org/llama"} 3.0
# TYPE vllm:num_requests_waiting gauge
vllm:num_requests_waiting{engine="0",model_name="org/llama"} 2.0
vllm:num_requests_waiting_by_reason{engine="0",model_name="org/llama",reason="capacity"} 9.0
vllm:kv_cache_usage_perc{engine="0",model_name="org/llama"} 0.25
vllm:time_to_first_token_seconds_bucket{engine="0",le="0.001",model_name="org/llama"} 0.0
`

const read = (page: string) => Object.fromEntries(readLoadMetrics(page) ?? [])

describe('readLoadMetrics', () => {
  it('reads a page of vLLM', () => {
    expect(read(VLLM)).toEqual({ 'org/llama': { running: 3, waiting: 2, cacheUse: 0.25 } })
  })

  it('reads a page of an older vLLM', () => {
    const page = `vllm:num_requests_running{model_name="m"} 1.0
vllm:num_requests_waiting{model_name="m"} 0.0
vllm:gpu_cache_usage_perc{model_name="m"} 0.5`
    expect(read(page)).toEqual({ m: { running: 1, waiting: 0, cacheUse: 0.5 } })
  })

  it('reads a page of SGLang, whose ranks tell the same', () => {
    const page = [0, 1]
      .map(
        (rank) => `sglang:num_running_reqs{model_name="m",tp_rank="${rank}",pp_rank="0"} 4.0
sglang:num_queue_reqs{model_name="m",tp_rank="${rank}",pp_rank="0"} 1.0
sglang:token_usage{model_name="m",tp_rank="${rank}",pp_rank="0"} 0.28`,
      )
      .join('\n')
    expect(read(page)).toEqual({ m: { running: 4, waiting: 1, cacheUse: 0.28 } })
  })

  it('adds the engines of a model up', () => {
    const page = `vllm:num_requests_running{engine="0",model_name="m"} 3
vllm:num_requests_running{engine="1",model_name="m"} 1
vllm:kv_cache_usage_perc{engine="0",model_name="m"} 0.5
vllm:kv_cache_usage_perc{engine="1",model_name="m"} 0.1`
    expect(read(page)).toEqual({ m: { running: 4, waiting: 0, cacheUse: 0.3 } })
  })

  it('reads what stands on a line in any order, without labels, and with odd labels', () => {
    expect(read('vllm:num_requests_running 2 1700000000\r\n')).toEqual({
      '': { running: 2, waiting: 0 },
    })
    const odd = String.raw`vllm:num_requests_running{model_name="a\"}b",x="{"} 2`
    expect(read(odd)).toEqual({ 'a"}b': { running: 2, waiting: 0 } })
  })

  it.each([
    ['nothing', ''],
    ['markup', '<!doctype html><title>404</title>'],
    ["another server's page", 'llamaswap_up 1\n# TYPE process_cpu_seconds_total counter\n'],
    ['figures that are none', 'vllm:num_requests_running{model_name="m"} NaN'],
    ['negative figures', 'vllm:num_requests_running{model_name="m"} -1'],
    ['figures without end', 'vllm:num_requests_running{model_name="m"} +Inf'],
    ['figures past belief', 'vllm:num_requests_running{model_name="m"} 1e300'],
    ['a line in the middle of another', ' # vllm:num_requests_running 3'],
    ['a line that breaks off', 'vllm:num_requests_running{model_name="m'],
    ['a use without requests', 'vllm:kv_cache_usage_perc{model_name="m"} 0.5'],
  ])('learns nothing from %s', (_, page) => {
    expect(readLoadMetrics(page)).toBeUndefined()
  })

  it('takes a use in percent for a share, and none past all', () => {
    const use = (value: string) =>
      read(`vllm:num_requests_running 1\nvllm:kv_cache_usage_perc ${value}`)['']?.cacheUse
    expect([use('55.5'), use('101'), use('1')]).toEqual([0.555, undefined, 1])
  })

  it.each([
    ['a label without a value', 'a'.repeat(100_000)],
    ['a long value', `model_name="${'a'.repeat(100_000)}"`],
  ])('reads a hostile page in time linear in its length: %s', (_, labels) => {
    expect(readLoadMetrics(`vllm:num_requests_running{${labels}} 1`)?.size).toBe(1)
  })
})
