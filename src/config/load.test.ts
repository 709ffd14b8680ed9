import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadFromTexts, problemsOfTexts } from '../../test/support/load-from-texts.ts'
import { loadConfig } from './load.ts'

describe('where values come from', () => {
  it('starts without any file, with the documented defaults', () => {
    const { settings, warnings, notUsedYet } = loadFromTexts({})
    expect(settings).toMatchObject({
      host: '127.0.0.1',
      port: 11_436,
      names: { external: 'smarterrouter/main', aliases: {} },
      backends: [],
      backendsConfigured: false,
      timeouts: { connect: 5, ttft: 120, load: 300, idle: 60, total: 600 },
      streamHold: 10,
      pollingInterval: 60,
      limits: { bodyBytes: 32 * 1024 * 1024 },
      routing: { maxContext: 32_768, qualityPreference: 0.5, cascading: true },
      reply: {
        listModels: false,
        metadata: false,
        signature: { enabled: false, format: '\nModel: {model}' },
      },
      database: { path: '/home/router/data/router.db' },
      log: { level: 'info', format: 'text' },
      secrets: [],
    })
    expect(warnings).toEqual([])
    expect(notUsedYet).toEqual([])
  })

  it('lets each source overrule the weaker ones', () => {
    const yaml = 'port: 1\nstream_hold: 1\nhost: 127.0.0.1\nlist_models: true\n'
    const dotenv = 'ROUTER_PORT=2\nROUTER_STREAM_HOLD=2\nROUTER_HOST=127.0.0.2\n'
    const env = { ROUTER_PORT: '3', ROUTER_STREAM_HOLD: '3' }
    const { settings, sources } = loadFromTexts({ yaml, dotenv, env, flags: { port: '4' } })
    expect(settings).toMatchObject({ port: 4, streamHold: 3, host: '127.0.0.2' })
    expect(settings.reply.listModels).toBe(true)
    expect(
      ['port', 'stream_hold', 'host', 'list_models', 'api_key'].map((p) => sources.get(p)),
    ).toEqual(['flag', 'environment', '.env', 'file', 'default'])
  })

  it('takes what is empty as not said', () => {
    const yaml = 'port: 9000\nhost:\nsignature:\nmodels: { include: "" }\n'
    const env = { ROUTER_PORT: '', ROUTER_STREAM_HOLD: '  ', ROUTER_ADMIN_API_KEY: '' }
    const { settings } = loadFromTexts({ yaml, env, flags: { host: '' } })
    expect(settings).toMatchObject({ port: 9000, streamHold: 10, host: '127.0.0.1' })
    expect(settings.access.adminApiKey).toBeUndefined()
    expect(loadFromTexts({ env: { ROUTER_PORT: '' } }).settings.port).toBe(11_436)
  })

  it('is frozen all the way down', () => {
    const { settings } = loadFromTexts({
      yaml: 'backends: [{name: a, kind: ollama, url: "http://a"}]',
    })
    expect(() => Object.assign(settings, { port: 1 })).toThrow(TypeError)
    expect(() => Object.assign(settings.backends[0]?.timeouts ?? {}, { idle: 1 })).toThrow(
      TypeError,
    )
  })

  it('reads real files', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'config-'))
    try {
      writeFileSync(join(cwd, 'smarterrouter.yaml'), '\uFEFFport: 1234\n')
      writeFileSync(join(cwd, '.env'), '\uFEFFROUTER_HOST="127.0.0.2"\r\n')
      expect(loadConfig({ env: {}, cwd }).settings).toMatchObject({ port: 1234, host: '127.0.0.2' })
    } finally {
      rmSync(cwd, { recursive: true })
    }
  })
})

describe('the file', () => {
  it('is the one of the flag, else of ROUTER_CONFIG, else smarterrouter.yaml', () => {
    const yaml = 'port: 1'
    const files = { '/home/router/b.yaml': 'port: 2', '/etc/c.yaml': 'port: 3' }
    const env = { ROUTER_CONFIG: 'b.yaml' }
    const port = (texts: object): number => loadFromTexts({ yaml, files, ...texts }).settings.port
    expect(port({})).toBe(1)
    expect(port({ env })).toBe(2)
    expect(port({ dotenv: 'ROUTER_CONFIG=b.yaml' })).toBe(2)
    expect(port({ env, flags: { config: '/etc/c.yaml' } })).toBe(3)
  })

  it('may be missing only when it was not named', () => {
    const [problem] = problemsOfTexts({ flags: { config: 'x.yaml' } })
    expect(problem).toEqual({
      path: 'config',
      value: 'x.yaml',
      reason: 'does not exist',
      where: '--config',
    })
  })

  it('may not be a directory, named or not', () => {
    const files = { '/home/router/smarterrouter.yaml': undefined, '/etc/router': undefined }
    expect(problemsOfTexts({ files })[0]?.reason).toMatch(/directory/)
    const env = { ROUTER_CONFIG: '/etc/router' }
    expect(problemsOfTexts({ files, env })).toMatchObject([
      { path: 'config', reason: 'is a directory, not a file', where: 'ROUTER_CONFIG' },
    ])
  })

  it.each(['', '# nothing\n', '---\n', '{}'])('may be empty: %j', (yaml) => {
    expect(loadFromTexts({ yaml }).settings.port).toBe(11_436)
  })
})

describe('secrets', () => {
  it('are taken from files named by _FILE variables', () => {
    const files = { '/run/secrets/admin': ' sk-admin-1\n', '/home/router/key': 'sk-v1' }
    const env = { ROUTER_ADMIN_API_KEY_FILE: '/run/secrets/admin', ROUTER_API_KEY_FILE: 'key' }
    const { settings, warnings } = loadFromTexts({ env, files })
    expect(settings.access).toEqual({ apiKey: 'sk-v1', adminApiKey: 'sk-admin-1' })
    expect(settings.secrets).toEqual(expect.arrayContaining(['sk-admin-1', 'sk-v1']))
    expect(warnings).toEqual([])
  })

  it('may not be missing there, empty there, or given twice', () => {
    const files = { '/empty': '\n' }
    const env = {
      ROUTER_ADMIN_API_KEY_FILE: '/nowhere',
      ROUTER_JUDGE_API_KEY_FILE: '/empty',
      ROUTER_API_KEY: 'sk-secret',
      ROUTER_API_KEY_FILE: '/empty',
    }
    expect(problemsOfTexts({ env, files })).toEqual([
      { path: 'api_key', reason: 'is set by ROUTER_API_KEY_FILE too', where: 'ROUTER_API_KEY' },
      {
        path: 'admin_api_key',
        value: '/nowhere',
        reason: 'the file does not exist',
        where: 'ROUTER_ADMIN_API_KEY_FILE',
      },
      {
        path: 'judge.api_key',
        value: '/empty',
        reason: 'the file is empty',
        where: 'ROUTER_JUDGE_API_KEY_FILE',
      },
    ])
  })

  it('are all listed for the log to leave out', () => {
    const yaml = `
      api_key: sk-one
      judge: { api_key: sk-two }
      backends:
        - { name: a, kind: openai, url: "https://a.example", api_key: sk-three,
            headers: { X-Title: me, Authorization: Bearer sk-four } }`
    expect(loadFromTexts({ yaml }).settings.secrets).toEqual([
      'sk-one',
      'sk-two',
      'sk-three',
      'Bearer sk-four',
      'sk-four',
    ])
  })
})

describe('warnings', () => {
  it('name unknown variables and the nearest known one, and never stop the start', () => {
    const env = { ROUTER_PROT: '1', ROUTER_ZZZ: '', OTHER: 'x' }
    const { warnings } = loadFromTexts({ env, dotenv: 'ROUTER_HOSTT=x\n' })
    expect(warnings).toEqual([
      'ROUTER_HOSTT in .env is not a setting (did you mean ROUTER_HOST?)',
      'ROUTER_PROT is not a setting (did you mean ROUTER_PORT?)',
      'ROUTER_ZZZ is not a setting',
    ])
  })

  it('name old spellings, which still work', () => {
    const env = { ROUTER_ROUTER_EXTERNAL_MODEL_NAME: 'mine', ROUTER_ROUTER_MAX_TOKENS: '7' }
    const { settings, warnings, notUsedYet } = loadFromTexts({ env })
    expect(settings.names.external).toBe('mine')
    expect(notUsedYet).toEqual(['ROUTER_MAX_TOKENS'])
    expect(warnings.join('\n')).toMatch(
      /ROUTER_ROUTER_EXTERNAL_MODEL_NAME .* ROUTER_EXTERNAL_MODEL_NAME/,
    )
    expect(warnings.join('\n')).toMatch(/ROUTER_ROUTER_MAX_TOKENS .* ROUTER_MAX_TOKENS/)
  })

  it('prefer the new spelling to the old', () => {
    const env = { ROUTER_EXTERNAL_MODEL_NAME: 'new', ROUTER_ROUTER_EXTERNAL_MODEL_NAME: 'old' }
    const { settings, warnings } = loadFromTexts({ env })
    expect(settings.names.external).toBe('new')
    expect(warnings).toHaveLength(1)
  })

  it('say when the network reaches a router whose admin has no key', () => {
    expect(loadFromTexts({ flags: { host: '0.0.0.0' } }).warnings[0]).toMatch(
      /ROUTER_ADMIN_API_KEY/,
    )
    const env = { ROUTER_HOST: '::', ROUTER_ADMIN_API_KEY: 'k' }
    expect(loadFromTexts({ env }).warnings).toEqual([])
  })
})

it('lists what is set but not used yet, unless it is the default', () => {
  const yaml = 'cache: { max_size: 9, enabled: true }'
  const env = {
    ROUTER_VRAM_UNLOAD_THRESHOLD_PCT: '85.0',
    ROUTER_BENCHMARK_SOURCES: 'huggingface, lmsys',
    ROUTER_RATE_LIMIT_ENABLED: 'yes',
  }
  expect(loadFromTexts({ yaml, env }).notUsedYet).toEqual([
    'ROUTER_RATE_LIMIT_ENABLED',
    'cache.max_size',
  ])
})
