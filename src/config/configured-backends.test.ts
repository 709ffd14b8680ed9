import { describe, expect, it } from 'vitest'
import { loadFromTexts, problemsOfTexts } from '../../test/support/load-from-texts.ts'

const LOCAL = 'backends: [{ name: gpu, kind: ollama, url: "http://10.0.0.5:11434" }]'

describe('backends of the file', () => {
  it('are completed from the global settings', () => {
    const yaml = `
      timeouts: { ttft: 33 }
      backends:
        - name: gpu-1
          kind: ollama
          url: http://gpu:11434/
        - name: router.ai
          kind: openai
          url: https://openrouter.ai/api/v1
          api_key: sk-1
          prefix: or/
          models: ["meta*", "qwen*"]
          headers: { X-Title: me }
          timeouts: { idle: 9, total: }
          concurrency: 4`
    const { settings } = loadFromTexts({ yaml })
    expect(settings.backendsConfigured).toBe(true)
    expect(settings.backends).toEqual([
      {
        name: 'gpu-1',
        kind: 'ollama',
        url: 'http://gpu:11434',
        apiKey: undefined,
        prefix: '',
        models: [],
        remote: false,
        headers: {},
        timeouts: { connect: 5, ttft: 33, load: 300, idle: 60, total: 600 },
        concurrency: undefined,
        mediaUrls: false,
      },
      {
        name: 'router.ai',
        kind: 'openai',
        url: 'https://openrouter.ai/api',
        apiKey: 'sk-1',
        prefix: 'or/',
        models: ['meta*', 'qwen*'],
        remote: true,
        headers: { 'X-Title': 'me' },
        timeouts: { connect: 5, ttft: 33, load: 300, idle: 9, total: 600 },
        concurrency: 4,
        mediaUrls: true,
      },
    ])
  })

  it('may say themselves whether they are remote and take web addresses', () => {
    const backend = (rest: string, env = {}): unknown =>
      loadFromTexts({ yaml: `backends: [{ name: a, kind: openai, ${rest} }]`, env }).settings
        .backends[0]
    const local = 'url: "http://localhost"'
    expect(backend(`${local}, remote: true`)).toMatchObject({ remote: true, mediaUrls: true })
    expect(backend(`${local}, media_urls: true`)).toMatchObject({ remote: false, mediaUrls: true })
    expect(backend(local, { ROUTER_MEDIA_URLS: 'true' })).toMatchObject({ mediaUrls: true })
    const remote = 'url: "https://a.example"'
    expect(backend(`${remote}, remote: no`)).toMatchObject({ remote: false, mediaUrls: false })
    expect(backend(remote, { ROUTER_MEDIA_URLS: '0' })).toMatchObject({ mediaUrls: false })
  })

  it('have names of their own', () => {
    const yaml = `backends:
  - { name: a, kind: ollama, url: "http://a" }
  - { name: a, kind: bogus, url: "http://b" }`
    expect(problemsOfTexts({ yaml })).toMatchObject([
      { path: 'backends[1].kind', value: 'bogus' },
      { path: 'backends[1].name', value: 'a', where: 'smarterrouter.yaml:3:13' },
    ])
  })

  it('have no part of the connection in their headers', () => {
    const headers = 'headers: { Content-Length: "5", "a b": x, X-Line: "a\\nb" }'
    const yaml = `backends: [{ name: a, kind: openai, url: "http://a", ${headers} }]`
    expect(problemsOfTexts({ yaml })).toMatchObject(
      [
        { path: 'backends[0].headers.Content-Length', reason: /sets itself/ },
        { path: 'backends[0].headers["a b"]', reason: /header name/ },
        { path: 'backends[0].headers.X-Line', value: '(hidden)', reason: /one header line/ },
      ].map(({ reason, ...rest }) => ({ ...rest, reason: expect.stringMatching(reason) })),
    )
  })

  it('make the variables for one backend idle, which is said once', () => {
    const env = {
      ROUTER_PROVIDER: 'ollama',
      ROUTER_OLLAMA_URL: 'http://x',
      ROUTER_MODEL_PREFIX: '',
    }
    const { settings, warnings } = loadFromTexts({ yaml: LOCAL, env })
    expect(settings.backends.map(({ name }) => name)).toEqual(['gpu'])
    expect(warnings).toEqual([
      'ROUTER_PROVIDER, ROUTER_OLLAMA_URL are not used: the file lists backends',
    ])
    expect(loadFromTexts({ yaml: LOCAL }).warnings).toEqual([])
  })

  it('may take a key and an address from those variables', () => {
    const from = (name: string): string => `"\${env.${name}}"`
    const yaml = `backends: [{ name: a, kind: openai, url: ${from('ROUTER_OPENAI_BASE_URL')}, api_key: ${from('ROUTER_OPENAI_API_KEY')} }]`
    const env = {
      ROUTER_OPENAI_BASE_URL: 'http://a/v1',
      ROUTER_OPENAI_API_KEY: 'sk-1',
      ROUTER_ANTHROPIC_API_KEY: 'sk-2',
    }
    expect(loadFromTexts({ yaml, env }).warnings).toEqual([
      'ROUTER_ANTHROPIC_API_KEY is not used: the file lists backends',
    ])
  })
})

describe('one backend by variables', () => {
  it.each([
    [{ ROUTER_PROVIDER: 'ollama' }, 'ollama', 'http://localhost:11434'],
    [{ ROUTER_PROVIDER: 'llama.cpp' }, 'llama.cpp', 'http://localhost:8080'],
    [
      { ROUTER_PROVIDER: 'llama-cpp', ROUTER_LLAMA_CPP_URL: 'http://b:1' },
      'llama.cpp',
      'http://b:1',
    ],
    [
      { ROUTER_PROVIDER: 'LlamaSwap', ROUTER_LLAMA_CPP_URL: 'http://b/v1' },
      'llama.cpp',
      'http://b',
    ],
    [{ ROUTER_PROVIDER: 'llama-swap', ROUTER_OLLAMA_URL: 'http://a' }, 'llama.cpp', 'http://a'],
    [{ ROUTER_PROVIDER: 'openai', ROUTER_OLLAMA_URL: 'http://a' }, 'openai', 'http://a'],
    [{ ROUTER_PROVIDER: 'openai', ROUTER_OPENAI_API_KEY: 'k' }, 'openai', 'https://api.openai.com'],
    [{ ROUTER_OLLAMA_URL: 'http://a/' }, 'ollama', 'http://a'],
    [{ ROUTER_LLAMA_CPP_URL: 'http://b' }, 'llama.cpp', 'http://b'],
    [{ ROUTER_OPENAI_BASE_URL: 'http://c/v1' }, 'openai', 'http://c'],
  ])('%j', (env, kind, url) => {
    const { settings } = loadFromTexts({ env })
    expect(settings.backendsConfigured).toBe(true)
    expect(settings.backends).toMatchObject([{ name: kind, kind, url, prefix: '' }])
  })

  it.each([
    ['openai', 'ROUTER_OPENAI_API_KEY', 'https://api.openai.com'],
    ['anthropic', 'ROUTER_ANTHROPIC_API_KEY', 'https://api.anthropic.com'],
  ])(
    "%s with a key goes to its usual address, as the original's openai did, not to ROUTER_OLLAMA_URL",
    (provider, variable, url) => {
      const env = {
        ROUTER_PROVIDER: provider,
        [variable]: 'sk-1',
        ROUTER_OLLAMA_URL: 'http://172.17.0.1:11434',
      }
      expect(loadFromTexts({ env }).settings.backends).toMatchObject([{ url, apiKey: 'sk-1' }])
      const files = { '/run/key': 'sk-1' }
      const byFile = { ...env, [variable]: '', [`${variable}_FILE`]: '/run/key' }
      expect(loadFromTexts({ env: byFile, files }).settings.backends).toMatchObject([{ url }])
    },
  )

  it('of a kind without a key gets ROUTER_OLLAMA_URL, as the original promised for any, and no key', () => {
    const env = {
      ROUTER_PROVIDER: 'openai',
      ROUTER_ANTHROPIC_API_KEY: 'sk-1',
      ROUTER_OLLAMA_URL: 'http://a',
    }
    expect(loadFromTexts({ env }).settings.backends).toMatchObject([
      { kind: 'openai', url: 'http://a', apiKey: undefined },
    ])
  })

  it.each([
    [{ ROUTER_ANTHROPIC_API_KEY: 'k' }, 'ROUTER_ANTHROPIC_API_KEY', 'anthropic'],
    [{ ROUTER_OPENAI_API_KEY: 'k' }, 'ROUTER_OPENAI_API_KEY', 'openai'],
    [
      { ROUTER_ANTHROPIC_API_KEY: 'k', ROUTER_OLLAMA_URL: 'http://a' },
      'ROUTER_ANTHROPIC_API_KEY',
      'anthropic',
    ],
    [
      { ROUTER_OPENAI_API_KEY: 'k', ROUTER_PROVIDER: 'llama.cpp' },
      'ROUTER_OPENAI_API_KEY',
      'openai',
    ],
  ])('warns of a key that goes nowhere: %j', (env, variable, kind) => {
    expect(loadFromTexts({ env }).warnings).toEqual([
      `${variable} is set, but no backend uses it: set ROUTER_PROVIDER=${kind}, or list a backend with that key in smarterrouter.yaml`,
    ])
  })

  it.each([{}, { ROUTER_PROVIDER: '', ROUTER_OLLAMA_URL: '' }, { ROUTER_OPENAI_API_KEY: 'k' }])(
    '%j configures none',
    (env) => {
      const { settings } = loadFromTexts({ env, yaml: 'backends: []' })
      expect(settings).toMatchObject({ backends: [], backendsConfigured: false })
    },
  )

  it('takes its key and prefix along', () => {
    const dotenv = 'ROUTER_MODEL_PREFIX=my/\nROUTER_OPENAI_API_KEY=sk-1\nROUTER_PROVIDER=openai\n'
    const { settings } = loadFromTexts({
      dotenv,
      env: { ROUTER_OPENAI_BASE_URL: 'http://vllm:8000/v1' },
    })
    expect(settings.backends).toMatchObject([{ apiKey: 'sk-1', prefix: 'my/', remote: false }])
    expect(settings.secrets).toContain('sk-1')
  })

  it('refuses a provider that nothing says where to find, and only that', () => {
    const env = { ROUTER_PROVIDER: 'openai', ROUTER_PORT: 'x' }
    expect(problemsOfTexts({ env })).toMatchObject([
      { path: 'port' },
      { path: 'ROUTER_PROVIDER', reason: 'needs ROUTER_OPENAI_BASE_URL or ROUTER_OPENAI_API_KEY' },
    ])
    const invalid = { ROUTER_PROVIDER: 'openai', ROUTER_OPENAI_BASE_URL: 'vllm:8000' }
    expect(problemsOfTexts({ env: invalid })).toMatchObject([{ path: 'ROUTER_OPENAI_BASE_URL' }])
  })

  it('warns when addresses of several kinds are set and none is chosen', () => {
    const env = { ROUTER_OLLAMA_URL: 'http://a', ROUTER_LLAMA_CPP_URL: 'http://b' }
    expect(loadFromTexts({ env }).warnings).toEqual([
      expect.stringMatching(/^ROUTER_LLAMA_CPP_URL is not used beside ROUTER_OLLAMA_URL/),
    ])
    expect(loadFromTexts({ env: { ...env, ROUTER_PROVIDER: 'llama.cpp' } }).warnings).toEqual([])
  })

  it('warns that models of a remote backend answer only to their names', () => {
    const env = { ROUTER_PROVIDER: 'openai', ROUTER_OPENAI_API_KEY: 'k' }
    expect(loadFromTexts({ env }).warnings).toEqual([expect.stringMatching(/^openai is remote/)])
  })
})
