import { describe, expect, it } from 'vitest'
import { loadFromTexts, problemsOfTexts } from '../../test/support/load-from-texts.ts'
import { ConfigError } from './config-error.ts'

describe('a refused value', () => {
  it.each([
    ['ROUTER_PORT', '99999999', 'port', /whole number from 0 to 65535/],
    ['ROUTER_PORT', '80.5', 'port', /whole number/],
    ['ROUTER_PORT', 'http', 'port', /whole number/],
    ['ROUTER_QUALITY_PREFERENCE', '7', 'routing.quality_preference', /from 0 to 1/],
    ['ROUTER_QUALITY_PREFERENCE', 'NaN', 'routing.quality_preference', /from 0 to 1/],
    ['ROUTER_VRAM_UNLOAD_STRATEGY', 'bogus', 'vram.unload_strategy', /one of lru, largest/],
    ['ROUTER_VRAM_UNLOAD_THRESHOLD_PCT', '-3', 'vram.unload_threshold_pct', /from 1 to 100/],
    ['ROUTER_POLLING_INTERVAL', '-5', 'polling_interval', /from 1 to/],
    ['ROUTER_IDLE_TIMEOUT', 'Infinity', 'timeouts.idle', /number/],
    ['ROUTER_CASCADING_ENABLED', 'maybe', 'routing.cascading_enabled', /true or false/],
    ['ROUTER_HOST', 'host:80', 'host', /without a port/],
    ['ROUTER_MODEL_KEEP_ALIVE', 'soon', 'models.keep_alive', /duration/],
    ['ROUTER_EXTERNAL_MODEL_NAME', 'a b', 'external_model_name', /without spaces/],
    ['ROUTER_JUDGE_BASE_URL', 'api.openai.com', 'judge.base_url', /http/],
    ['ROUTER_DATABASE_URL', 'postgresql://h/db', 'database.url', /PostgreSQL is not supported yet/],
  ])('%s=%s names its key, value, place and reason', (name, value, path, reason) => {
    const [problem, ...others] = problemsOfTexts({ env: { [name]: value } })
    expect(others).toEqual([])
    expect(problem).toMatchObject({ path, where: name })
    expect(problem?.value?.replaceAll('"', '')).toBe(value)
    expect(problem?.reason).toMatch(reason)
  })

  it('comes with the nearest valid one', () => {
    const env = { ROUTER_LOG_LEVEL: 'debgu', ROUTER_BENCHMARK_SOURCES: 'hugingface,lmsys' }
    expect(problemsOfTexts({ env })).toMatchObject([
      { path: 'log.level', nearest: 'debug' },
      { path: 'benchmarks.sources[0]', nearest: 'huggingface' },
    ])
  })

  it('is refused even where a stronger source overrules it', () => {
    expect(problemsOfTexts({ yaml: 'port: no', env: { ROUTER_PORT: '1' } })).toHaveLength(1)
  })

  it('says which of the variables, .env, flags and files it stands in', () => {
    const problems = problemsOfTexts({
      yaml: 'port: x',
      dotenv: 'ROUTER_PORT=x',
      env: { ROUTER_PORT: 'x' },
      flags: { port: 'x', stream_hold: 'x' },
    })
    expect(problems.map(({ where }) => where)).toEqual([
      'smarterrouter.yaml:1:7',
      'ROUTER_PORT in .env',
      'ROUTER_PORT',
      '--port',
      '--stream-hold',
    ])
  })
})

describe('ConfigError', () => {
  it('tells everything at once, for people', () => {
    const yaml = `port: 0x10000
hots: 127.0.0.1
timeouts:
  idel: 5
  ttft: soon
backends:
  - name: a b
    kind: olama
    url: localhost
    extra: 1
  - {}
`
    const dotenv = 'ROUTER_LOG_FORMAT=xml'
    const message = messageOf(() =>
      loadFromTexts({ yaml, dotenv, env: { ROUTER_PROVIDER: 'olama' } }),
    )
    expect(message.split('\n')).toEqual([
      'The configuration has 13 problems:',
      '  smarterrouter.yaml:2:1: hots: is not a known key (did you mean host?)',
      '  smarterrouter.yaml:4:3: timeouts.idel: is not a known key (did you mean timeouts.idle?)',
      '  smarterrouter.yaml:1:7: port = 65536: must be a whole number from 0 to 65535',
      '  smarterrouter.yaml:5:9: timeouts.ttft = soon: must be a number from 0.001 to 86400',
      '  smarterrouter.yaml:7:11: backends[0].name = "a b": must consist of letters, digits, dots, dashes or underscores',
      '  smarterrouter.yaml:8:11: backends[0].kind = olama: must be one of ollama, llama.cpp, openai, anthropic (did you mean ollama?)',
      '  smarterrouter.yaml:9:10: backends[0].url = localhost: must be an address that starts with http:// or https://',
      '  smarterrouter.yaml:10:5: backends[0].extra: is not a known key',
      '  smarterrouter.yaml:11:5: backends[1].name: must be a text (in YAML, put it in quotes)',
      '  smarterrouter.yaml:11:5: backends[1].kind: must be a text (in YAML, put it in quotes)',
      '  smarterrouter.yaml:11:5: backends[1].url: must be a text (in YAML, put it in quotes)',
      '  ROUTER_LOG_FORMAT in .env: log.format = xml: must be one of text, json',
      '  ROUTER_PROVIDER = olama: must be one of ollama, llama.cpp, openai, anthropic (did you mean ollama?)',
    ])
  })

  it.each([
    'api_key: "sk-s3cret with spaces"',
    'api_key: [sk-s3cret]',
    'sk-s3cret: 1',
    'api_kye: sk-s3cret',
    'api_key: "sk-s3cret',
    'api_key: sk: sk-s3cret',
    'api_key: !sk-s3cret',
    'api_key: *sk-s3cret',
    'api_key: @sk-s3cret',
    'api_key: {sk-s3cret',
    '%sk-s3cret',
    'judge: sk-s3cret',
    'backends: [{ name: a, kind: openai, url: "http://u:sk-s3cret@h" }]',
    'backends: [{ name: a, kind: openai, url: "http://h?k=sk-s3cret" }]',
    'backends: [{ name: a, kind: openai, url: "http://h", api_key: "sk-s3cret\\n" , x: }]',
    'backends: [{ name: a, kind: openai, url: "http://h", api_key: "sk-s3cret ä" }]',
    'backends: [{ name: a, kind: openai, url: "http://h", headers: { X-Key: "sk-s3cret\\n.\\n" } }]',
    'backends: [{ name: a, kind: openai, url: "http://h", headers: "sk-s3cret" }]',
    'database: { url: "postgres://u:sk-s3cret@h/db" }',
    `port: $\{env.KEY}`,
  ])('never shows a secret: %s', (yaml) => {
    const message = messageOf(() => loadFromTexts({ yaml, env: { KEY: 'sk-s3cret' } }))
    expect(message.replace('sk-s3cret: is not a known key', '')).not.toContain('s3cret')
  })

  it('never shows a secret of a variable or of its file', () => {
    const env = { ROUTER_API_KEY: 'sk s3cret', ROUTER_OPENAI_API_KEY: 's3cret ä' }
    const files = { '/key': 's3cret two' }
    const message = messageOf(() =>
      loadFromTexts({ env: { ...env, ROUTER_ADMIN_API_KEY_FILE: '/key' }, files }),
    )
    expect(message).toContain('3 problems')
    expect(message).not.toContain('s3cret')
  })
})

function messageOf(load: () => unknown): string {
  try {
    load()
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('The configuration was accepted.')
}
