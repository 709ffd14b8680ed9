import { later, setting } from '../setting.ts'
import { flag, integer, list, number, oneOf, secret, text, webUrl } from '../value-types.ts'

const BENCHMARK_SOURCES = ['huggingface', 'lmarena', 'artificial_analysis'] as const
/** What the original called them, and others do. */
const BENCHMARK_ALIASES = { lmsys: 'lmarena', arena: 'lmarena', hf: 'huggingface' } as const

/** What the router will learn of models from others. */
export const learningSettings = {
  'judge.enabled': later({
    type: flag(),
    fallback: false,
    env: 'ROUTER_JUDGE_ENABLED',
    about: 'Let a strong model grade the answers of a profile.',
  }),
  'judge.model': later({
    type: text(),
    fallback: 'gpt-4o',
    env: 'ROUTER_JUDGE_MODEL',
    about: 'That model.',
  }),
  'judge.base_url': later({
    type: webUrl(),
    fallback: 'https://api.openai.com/v1',
    env: 'ROUTER_JUDGE_BASE_URL',
    about: 'The OpenAI-compatible API where it is found.',
  }),
  'judge.api_key': later({
    type: secret(),
    fallback: undefined,
    env: 'ROUTER_JUDGE_API_KEY',
    secret: true,
    about: 'Key for that API.',
  }),
  'judge.http_referer': later({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_JUDGE_HTTP_REFERER',
    about: 'Header HTTP-Referer sent there.',
  }),
  'judge.x_title': later({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_JUDGE_X_TITLE',
    about: 'Header X-Title sent there.',
  }),
  'judge.max_retries': later({
    type: integer(0, 100),
    fallback: 3,
    env: 'ROUTER_JUDGE_MAX_RETRIES',
    about: 'How often a failed grading is tried again.',
  }),
  'judge.retry_base_delay': later({
    type: number(0, 600),
    fallback: 1,
    env: 'ROUTER_JUDGE_RETRY_BASE_DELAY',
    unit: 'seconds',
    about: 'Pause before the first of these tries; each next one doubles it.',
  }),
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
