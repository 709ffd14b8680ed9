import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { type ChatBody, type ErrorBody, json, type Router, startRouter } from '../support/router.ts'
import { type ScriptedServer, scriptedServer } from '../support/scripted-server.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

const BASE64 =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const PIXEL = `data:image/png;base64,${BASE64}`
const ADDRESS = 'https://pictures.example/cat.png'

const look = (url: string, more: object = {}) => ({
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url, detail: 'low' } },
      ],
    },
  ],
  ...more,
})
const CALL = { type: 'function', function: { name: 'f', parameters: { type: 'object' } } }

/** The requests for answers that a simulator has seen. */
async function asked(simulator: Simulator): Promise<readonly Record<string, unknown>[]> {
  const { recent } = await simulator.stats()
  return recent
    .filter(({ method }) => method === 'POST')
    .filter(({ path }) => /chat/.test(path))
    .map(({ body }) => JSON.parse(body))
}

describe('images and tools on an Ollama with several models', () => {
  let simulator: Simulator
  let router: Router
  beforeAll(async () => {
    simulator = await startSimulator('ollama', {
      models: [
        { name: 'llama3.1:70b', parameters: 70 },
        { name: 'qwen2.5vl:7b', parameters: 7, talents: ['vision'] },
        { name: 'qwen3:4b', parameters: 4, talents: ['tools'] },
      ],
    })
    router = await startRouter({
      yaml: `backends: [{ name: box, kind: ollama, url: '${simulator.url}' }]`,
    })
  })
  afterAll(async () => {
    await router?.stop()
    await simulator?.stop()
  })

  it('an image goes to the model that sees, as bare base64', async () => {
    const response = await router.chat(look(PIXEL))
    expect(response.headers.get('x-router-model')).toBe('qwen2.5vl:7b')
    expect((await json<ChatBody>(response)).choices[0]?.message['content']).toContain(
      'I see 1 image',
    )
    expect((await asked(simulator)).at(-1)).toMatchObject({
      messages: [{ role: 'user', content: 'What is this?', images: [BASE64] }],
    })
  })

  it('an earlier image counts as well', async () => {
    const { messages } = look(PIXEL)
    const later = [
      ...messages,
      { role: 'assistant', content: 'A dot.' },
      { role: 'user', content: 'Sure?' },
    ]
    const response = await router.chat({ messages: later })
    expect(response.headers.get('x-router-model')).toBe('qwen2.5vl:7b')
  })

  it('tools go to the model that calls them', async () => {
    const response = await router.chat({
      messages: [{ role: 'user', content: 'hi' }],
      tools: [CALL],
    })
    expect(response.headers.get('x-router-model')).toBe('qwen3:4b')
  })

  it.each([false, true])(
    'a model that cannot see is never sent one, streamed: %s',
    async (stream) => {
      const before = (await asked(simulator)).length
      const response = await router.chat(look(PIXEL, { model: 'llama3.1:70b', stream }))
      expect(response.status).toBe(400)
      expect((await json<ErrorBody>(response)).error).toMatchObject({
        code: 'no_capable_model',
        param: 'model',
      })
      const both = await router.chat(look(PIXEL, { tools: [CALL], stream }))
      expect((await json<ErrorBody>(both)).error).toMatchObject({
        code: 'no_capable_model',
        message: expect.stringMatching(/image|tool/),
      })
      expect((await asked(simulator)).length).toBe(before)
    },
  )

  it('an address is refused, and nothing is sent', async () => {
    const before = (await asked(simulator)).length
    const response = await router.chat(look(ADDRESS))
    expect(response.status).toBe(400)
    expect((await json<ErrorBody>(response)).error.code).toBe('media_url_not_allowed')
    expect((await asked(simulator)).length).toBe(before)
  })

  it.each([
    ['data:image/png,abc', 'unsupported_content'],
    ['data:', 'invalid_request'],
    ['data:image/png;base64', 'invalid_request'],
  ])('what is no base64 data URI is refused: %s', async (url, code) => {
    const response = await router.chat(look(url))
    expect(response.status).toBe(400)
    expect((await json<ErrorBody>(response)).error).toMatchObject({ code })
  })
})

describe('a part that Ollama has no place for', () => {
  let box: ScriptedServer
  let other: RecordingBackend
  let router: Router
  beforeAll(async () => {
    const model = { name: 'qwen2.5vl:7b', model: 'qwen2.5vl:7b', size: 1, size_vram: 1 }
    box = await scriptedServer({
      '/api/version': { version: '0.24.0' },
      '/api/tags': { models: [model] },
      '/api/ps': { models: [model] },
      '/api/show': { capabilities: ['completion', 'vision'], model_info: {}, details: {} },
    })
    other = await recordingBackend(['qwen2.5vl:7b'])
    router = await startRouter({
      yaml: `backends:
  - { name: box, kind: ollama, url: '${box.url}' }
  - { name: other, kind: openai, url: '${other.url}' }`,
    })
  })
  afterAll(async () => {
    await router?.stop()
    await Promise.all([box?.close(), other?.close()])
  })

  it.each([
    ['a file', { type: 'file', file: { file_data: 'x' } }],
    ['a video', { type: 'video_url', video_url: { url: 'data:x' } }],
    ['an image in plain text', { type: 'image_url', image_url: { url: 'data:image/svg+xml,a' } }],
  ])('goes to another backend: %s', async (_, part) => {
    const content = [{ type: 'text', text: 'What is this?' }, part]
    const messages = [{ role: 'user', content }]
    const response = await router.chat({ model: 'qwen2.5vl:7b', messages })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-router-backend')).toBe('other')
    expect(response.headers.get('x-router-reason')).toContain('@box failed (unsupported_content)')
  })
})

describe('addresses of images', () => {
  let local: RecordingBackend
  let open: RecordingBackend
  let remote: RecordingBackend
  let lent: RecordingBackend
  let router: Router
  beforeAll(async () => {
    lent = await recordingBackend(['lent-8b'])
    local = await recordingBackend(['qwen2.5-vl-7b'])
    open = await recordingBackend(['pixtral-12b'])
    remote = await recordingBackend(['gpt-4o', 'gpt-3.5-turbo'])
    router = await startRouter({
      yaml: `backends:
  - { name: local, kind: openai, url: '${local.url}' }
  - { name: open, kind: openai, url: '${open.url}', media_urls: true }
  - { name: far, kind: openai, url: '${remote.url}', remote: true, models: ['gpt-*'] }
  - { name: lent, kind: anthropic, url: '${lent.url}' }`,
    })
  })
  afterAll(async () => {
    await router?.stop()
    await Promise.all([local?.close(), open?.close(), remote?.close(), lent?.close()])
  })

  it.each([ADDRESS, 'http://127.0.0.1:9/x', 'file:///etc/passwd', '//host/x', 'HTTP://h/x'])(
    '%s is not for a local backend',
    async (url) => {
      const response = await router.chat(look(url, { model: 'qwen2.5-vl-7b' }))
      expect(response.status).toBe(400)
      expect((await json<ErrorBody>(response)).error).toMatchObject({
        code: 'media_url_not_allowed',
        param: 'messages',
      })
      expect(local.calls).toEqual([])
    },
  )

  it('nor may a film be fetched by one', async () => {
    const url = 'http://127.0.0.1:9/x'
    for (const part of [
      { type: 'video_url', video_url: { url } },
      { type: 'input_image', image_url: url },
      { type: 'file', file: { source: [{ file_url: url }] } },
    ]) {
      const messages = [{ role: 'user', content: [part] }]
      const response = await router.chat({ model: 'qwen2.5-vl-7b', messages })
      const { error } = await json<ErrorBody>(response)
      expect(error).toMatchObject({ code: 'media_url_not_allowed' })
    }
    expect(local.calls).toEqual([])
  })

  it.each([
    [
      'an image',
      { role: 'user', content: [{ type: 'image', source: { type: 'url', url: ADDRESS } }] },
    ],
    [
      'an earlier image',
      { role: 'assistant', content: [{ type: 'image', source: { type: 'url', url: ADDRESS } }] },
    ],
    [
      'a document of an image',
      {
        role: 'user',
        content: [
          {
            type: 'document',
            source: {
              type: 'content',
              content: [{ type: 'image', source: { type: 'url', url: ADDRESS } }],
            },
          },
        ],
      },
    ],
    [
      'an unknown block',
      { role: 'user', content: [{ type: 'film', source: { type: 'url', url: ADDRESS } }] },
    ],
  ])(
    '%s of a Messages client is not for a local backend, not even to be counted',
    async (_, message) => {
      const hi = { role: 'user', content: 'And?' }
      const body = { model: 'lent-8b', max_tokens: 9, messages: [message, hi] }
      const response = await router.post('/v1/messages', body)
      expect(response.status).toBe(400)
      const counted = await router.post('/v1/messages/count_tokens', body)
      expect(counted.headers.get('x-router-token-count')).toBe('estimate')
      expect(lent.calls).toEqual([])
    },
  )

  it('but an address is only a word where a tool was called with it', async () => {
    const input = { url: ADDRESS }
    const messages = [
      { role: 'user', content: 'Look there.' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'cats' }] },
    ]
    lent.answerWith((reply) => reply.writeHead(500).end('{}'))
    await router.post('/v1/messages', { model: 'lent-8b', max_tokens: 9, messages })
    expect(lent.calls).toHaveLength(1)
  })

  it('is passed on to a backend that may fetch it, and to a remote one', async () => {
    expect((await router.chat(look(ADDRESS, { model: 'pixtral-12b' }))).status).toBe(200)
    expect(open.calls.at(-1)?.bytes.toString()).toBe(
      JSON.stringify(look(ADDRESS, { model: 'pixtral-12b' })),
    )
    expect((await router.chat(look(ADDRESS, { model: 'gpt-4o' }))).status).toBe(200)
    expect(remote.calls.at(-1)?.bytes.toString()).toContain(ADDRESS)
  })

  it('decides between backends when the router chooses', async () => {
    const response = await router.chat(look(ADDRESS))
    expect(response.status).toBe(200)
    expect(response.headers.get('x-router-backend')).not.toBe('local')
  })

  it('a data URI goes anywhere, byte for byte', async () => {
    const body = look(PIXEL, { model: 'qwen2.5-vl-7b' })
    expect((await router.chat(body)).status).toBe(200)
    expect(local.calls.at(-1)?.bytes.toString()).toBe(JSON.stringify(body))
  })
})
