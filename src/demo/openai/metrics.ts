import type { OpenAi } from './openai.ts'

/** Names of the gauges for requests being answered, requests in line and the share of the cache in use. */
const NAMES = {
  vllm: ['vllm:num_requests_running', 'vllm:num_requests_waiting', 'vllm:kv_cache_usage_perc'],
  sglang: ['sglang:num_running_reqs', 'sglang:num_queue_reqs', 'sglang:token_usage'],
} as const

/** How busy the server is, in Prometheus' text format as vLLM and SGLang write it. */
export function metricsPage(openai: OpenAi, of: keyof typeof NAMES): string {
  const { models, description } = openai.state
  const names = [...models.keys()]
  const lines = NAMES[of].flatMap((gauge, at) => [
    `# HELP ${gauge} Simulated.`,
    `# TYPE ${gauge} gauge`,
    ...names.map((name) => {
      const label = `{engine="0",model_name="${description.prefix}${name}"}`
      return `${gauge}${label} ${figures(openai, name)[at]?.toFixed(1)}`
    }),
  ])
  return `${lines.join('\n')}\n`
}

function figures({ slots, state }: OpenAi, model: string): readonly number[] {
  const own = slots.get(model)
  const running = own?.busy.filter(Boolean).length ?? 0
  return [running, own?.waiting ?? 0, running / state.description.slots]
}
