import { describe, expect, it } from 'vitest'
import { loadFromTexts } from '../../test/support/load-from-texts.ts'
import type { Settings } from './settings.ts'

/** Every documented variable of the Python router whose feature this one has, and what it changes. */
const USED: readonly (readonly [string, string, (settings: Settings) => unknown, unknown])[] = [
  ['ROUTER_PROVIDER', 'ollama', (s) => s.backends[0]?.kind, 'ollama'],
  ['ROUTER_OLLAMA_URL', 'http://a:1', (s) => s.backends[0]?.url, 'http://a:1'],
  ['ROUTER_LLAMA_CPP_URL', 'http://a:1', (s) => s.backends[0]?.url, 'http://a:1'],
  ['ROUTER_OPENAI_BASE_URL', 'http://a:1/v1', (s) => s.backends[0]?.url, 'http://a:1'],
  ['ROUTER_OPENAI_API_KEY', 'sk-1', (s) => s.secrets, ['sk-1']],
  ['ROUTER_HOST', '127.0.0.2', (s) => s.host, '127.0.0.2'],
  ['ROUTER_PORT', '9000', (s) => s.port, 9000],
  ['ROUTER_SIGNATURE_ENABLED', 'true', (s) => s.reply.signature.enabled, true],
  [
    'ROUTER_SIGNATURE_FORMAT',
    '\\n\\t[{model}]\\r',
    (s) => s.reply.signature.format,
    '\n\t[{model}]\r',
  ],
  ['ROUTER_POLLING_INTERVAL', '5', (s) => s.pollingInterval, 5],
  ['ROUTER_GENERATION_TIMEOUT', '7.5', (s) => s.timeouts.total, 7.5],
  ['ROUTER_EXTERNAL_MODEL_NAME', 'mine', (s) => s.names.external, 'mine'],
  ['ROUTER_ROUTER_EXTERNAL_MODEL_NAME', 'mine', (s) => s.names.external, 'mine'],
  ['ROUTER_QUALITY_PREFERENCE', '0.9', (s) => s.routing.qualityPreference, 0.9],
  ['ROUTER_CASCADING_ENABLED', 'False', (s) => s.routing.cascading, false],
  ['ROUTER_FEEDBACK_ENABLED', 'false', (s) => s.learning.feedback, false],
  ['ROUTER_MODEL_KEEP_ALIVE', '300', (s) => s.routing.keepAlive, 300],
  ['ROUTER_DEFAULT_EMBEDDING_MODEL', 'e5', (s) => s.routing.defaultEmbeddingModel, 'e5'],
  ['ROUTER_ADMIN_API_KEY', 'sk-2', (s) => s.access.adminApiKey, 'sk-2'],
  [
    'ROUTER_CORS_ALLOWED_ORIGINS',
    'http://a,http://b',
    (s) => s.corsOrigins,
    ['http://a', 'http://b'],
  ],
  ['ROUTER_LOG_LEVEL', 'WARNING', (s) => s.log.level, 'warn'],
  ['ROUTER_LOG_FORMAT', 'json', (s) => s.log.format, 'json'],
  ['ROUTER_DATABASE_URL', 'sqlite:////x/y.db', (s) => s.database.path, '/x/y.db'],
  ['ROUTER_PROFILE_TIMEOUT', '60', (settings) => settings.learning.profile.limits.usual, 60],
  ['ROUTER_PROFILE_PROMPTS_PER_CATEGORY', '1', (settings) => settings.learning.profile.depth, 1],
  ['ROUTER_PROFILE_PARALLEL_COUNT', '2', (settings) => settings.learning.profile.lanes, 2],
  [
    'ROUTER_PROFILE_WARMUP_DISK_SPEED_MBPS',
    '500',
    (settings) => settings.learning.profile.limits.diskSpeed,
    500,
  ],
  [
    'ROUTER_PROFILE_WARMUP_MAX_TIMEOUT',
    '60',
    (settings) => settings.learning.profile.limits.mostLoad,
    60,
  ],
  [
    'ROUTER_PROFILE_ADAPTIVE_TIMEOUT_MIN',
    '1',
    (settings) => settings.learning.profile.limits.least,
    1,
  ],
  [
    'ROUTER_PROFILE_ADAPTIVE_TIMEOUT_MAX',
    '60',
    (settings) => settings.learning.profile.limits.most,
    60,
  ],
  [
    'ROUTER_PROFILE_ADAPTIVE_SAFETY_FACTOR',
    '3.0',
    (settings) => settings.learning.profile.limits.safety,
    3,
  ],
  [
    'ROUTER_BENCHMARK_SOURCES',
    'huggingface,artificial_analysis',
    (settings) => settings.learning.benchmarks.sources,
    ['huggingface', 'artificial_analysis'],
  ],
  [
    'ROUTER_ARTIFICIAL_ANALYSIS_API_KEY',
    'k',
    (settings) => settings.learning.benchmarks.artificialAnalysis.key,
    'k',
  ],
  [
    'ROUTER_ARTIFICIAL_ANALYSIS_CACHE_TTL',
    '1',
    (settings) => settings.learning.benchmarks.artificialAnalysis.freshSeconds,
    1,
  ],
  [
    'ROUTER_ARTIFICIAL_ANALYSIS_MODEL_MAPPING_FILE',
    '/map.yaml',
    (settings) => settings.learning.benchmarks.mappingFile,
    '/map.yaml',
  ],
  ['ROUTER_JUDGE_ENABLED', 'true', (settings) => settings.learning.judge.enabled, true],
  [
    'ROUTER_JUDGE_MODEL',
    'mistral-large-latest',
    (settings) => settings.learning.judge.model,
    'mistral-large-latest',
  ],
  [
    'ROUTER_JUDGE_BASE_URL',
    'https://openrouter.ai/api/v1',
    (settings) => settings.learning.judge.api.url,
    'https://openrouter.ai/api',
  ],
  ['ROUTER_JUDGE_API_KEY', 'k', (settings) => settings.learning.judge.api.apiKey, 'k'],
  [
    'ROUTER_JUDGE_HTTP_REFERER',
    'https://mysite.com',
    (settings) => settings.learning.judge.api.headers,
    { 'HTTP-Referer': 'https://mysite.com' },
  ],
  [
    'ROUTER_JUDGE_X_TITLE',
    'SmarterRouter',
    (settings) => settings.learning.judge.api.headers,
    { 'X-Title': 'SmarterRouter' },
  ],
  ['ROUTER_JUDGE_MAX_RETRIES', '0', (settings) => settings.learning.judge.maxRetries, 0],
  [
    'ROUTER_JUDGE_RETRY_BASE_DELAY',
    '0.5',
    (settings) => settings.learning.judge.retryBaseSeconds,
    0.5,
  ],
]

/** The rest of them: accepted, checked and listed as not used yet. */
const LATER: readonly (readonly [string, string])[] = [
  ['ROUTER_MODEL', 'llama3.2:1b'],
  ['ROUTER_TEMPERATURE', '0.5'],
  ['ROUTER_MAX_TOKENS', '60'],
  ['ROUTER_PREFER_SMALLER_MODELS', 'false'],
  ['ROUTER_PREFER_NEWER_MODELS', 'false'],
  ['ROUTER_PINNED_MODEL', 'phi3:mini'],
  ['ROUTER_RATE_LIMIT_ENABLED', 'true'],
  ['ROUTER_RATE_LIMIT_REQUESTS_PER_MINUTE', '1'],
  ['ROUTER_RATE_LIMIT_ADMIN_REQUESTS_PER_MINUTE', '1'],
  ['ROUTER_CACHE_ENABLED', 'false'],
  ['ROUTER_CACHE_MAX_SIZE', '0'],
  ['ROUTER_CACHE_TTL_SECONDS', '1'],
  ['ROUTER_CACHE_SIMILARITY_THRESHOLD', '1'],
  ['ROUTER_CACHE_RESPONSE_MAX_SIZE', '0'],
  ['ROUTER_EMBED_MODEL', 'nomic-embed-text:latest'],
  ['ROUTER_VRAM_MONITOR_ENABLED', 'false'],
  ['ROUTER_VRAM_MONITOR_INTERVAL', '5'],
  ['ROUTER_VRAM_LOG_INTERVAL', '5'],
  ['ROUTER_VRAM_MAX_TOTAL_GB', '22.0'],
  ['ROUTER_VRAM_AUTO_UNLOAD_ENABLED', 'false'],
  ['ROUTER_VRAM_UNLOAD_THRESHOLD_PCT', '90.0'],
  ['ROUTER_VRAM_UNLOAD_STRATEGY', 'largest'],
  ['ROUTER_VRAM_DEFAULT_ESTIMATE_GB', '4'],
  ['ROUTER_APPLE_UNIFIED_MEMORY_GB', '16'],
  ['ROUTER_AMD_UNIFIED_MEMORY_GB', '16'],
  ['ROUTER_PROFILE_MEASURE_VRAM', 'false'],
  ['ROUTER_PROFILE_VRAM_SAMPLE_DELAY', '1.0'],
  ['ROUTER_PROFILE_VRAM_SAMPLES', '1'],
]

describe('variables of the original', () => {
  it.each(USED)('%s=%s keeps its meaning', (name, value, read, expected) => {
    expect(read(loadFromTexts({ env: { [name]: value } }).settings)).toEqual(expected)
  })

  it.each(LATER)('%s=%s is known, and not used yet', (name, value) => {
    expect(loadFromTexts({ env: { [name]: value } })).toMatchObject({
      notUsedYet: [name],
      warnings: [],
    })
  })

  it('left empty are as good as unset, every one of them', () => {
    const names = [...USED, ...LATER].map(([name]) => name)
    const env = Object.fromEntries(names.map((name) => [name, '']))
    expect(loadFromTexts({ env })).toEqual(loadFromTexts({}))
  })

  it.each([
    ['ROUTER_ROUTER_MODEL', 'ROUTER_MODEL', 'x'],
    ['ROUTER_ROUTER_TEMPERATURE', 'ROUTER_TEMPERATURE', '1'],
    ['ROUTER_ROUTER_MAX_TOKENS', 'ROUTER_MAX_TOKENS', '9'],
  ])('%s works for %s, with a warning', (old, name, value) => {
    const { notUsedYet, warnings } = loadFromTexts({ env: { [old]: value } })
    expect(notUsedYet).toEqual([name])
    expect(warnings).toEqual([`${old} is an old name: use ${name}`])
  })

  it('ROUTER_PROFILE_CONCURRENCY still works, with a warning', () => {
    const { settings, warnings } = loadFromTexts({ env: { ROUTER_PROFILE_CONCURRENCY: '3' } })
    expect(settings.learning.profile.lanes).toBe(3)
    expect(warnings).toEqual([
      'ROUTER_PROFILE_CONCURRENCY is an old name: use ROUTER_PROFILE_PARALLEL_COUNT',
    ])
  })

  it('stand in a .env of the original as its template had them', () => {
    const dotenv =
      'ROUTER_PROVIDER=ollama\nROUTER_OLLAMA_URL=http://172.17.0.1:11434\nROUTER_MODEL_PREFIX=\n' +
      'ROUTER_TEMPERATURE=0.0\nROUTER_SIGNATURE_ENABLED=true\nROUTER_SIGNATURE_FORMAT=\\nModel: {model}\n' +
      'ROUTER_JUDGE_RETRY_BASE_DELAY=1.0\nROUTER_VRAM_MAX_TOTAL_GB=\nROUTER_LOG_LEVEL=INFO\n'
    const { settings, warnings, notUsedYet } = loadFromTexts({ dotenv })
    expect({ warnings, notUsedYet }).toEqual({ warnings: [], notUsedYet: [] })
    expect(settings.reply.signature).toEqual({ enabled: true, format: '\nModel: {model}' })
    expect(settings.backends).toMatchObject([{ url: 'http://172.17.0.1:11434', remote: false }])
  })
})
