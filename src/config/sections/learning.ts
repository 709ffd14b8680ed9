import { setting } from '../setting.ts'
import { flag, integer, list, oneOf, secret, text } from '../value-types.ts'

const BENCHMARK_SOURCES = ['huggingface', 'lmarena', 'artificial_analysis'] as const
/** What the original called them, and others do. */
const BENCHMARK_ALIASES = { lmsys: 'lmarena', arena: 'lmarena', hf: 'huggingface' } as const

/** What the router will learn of models from others. */
export const learningSettings = {
  'benchmarks.enabled': setting({
    type: flag(),
    fallback: true,
    env: 'ROUTER_BENCHMARKS_ENABLED',
    about:
      'Ask the sources for new figures by itself, once a week; the shipped ones count in any case.',
  }),
  'benchmarks.sources': setting({
    type: list(oneOf(BENCHMARK_SOURCES, BENCHMARK_ALIASES)),
    fallback: ['huggingface', 'lmarena'],
    env: 'ROUTER_BENCHMARK_SOURCES',
    about: `Public benchmarks to read: ${BENCHMARK_SOURCES.join(', ')}.`,
  }),
  'benchmarks.artificial_analysis_api_key': setting({
    type: secret(),
    fallback: undefined,
    env: 'ROUTER_ARTIFICIAL_ANALYSIS_API_KEY',
    secret: true,
    about: 'Key for artificial_analysis, which is not asked without one.',
  }),
  'benchmarks.artificial_analysis_cache_ttl': setting({
    type: integer(0, 31_536_000),
    fallback: 86_400,
    env: 'ROUTER_ARTIFICIAL_ANALYSIS_CACHE_TTL',
    unit: 'seconds',
    about: 'How long its answers are new enough.',
  }),
  'benchmarks.artificial_analysis_model_mapping_file': setting({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_ARTIFICIAL_ANALYSIS_MODEL_MAPPING_FILE',
    about:
      'File (YAML or JSON) of published model names and the names of your models that they mean, for all sources.',
    restart: true,
  }),
}
