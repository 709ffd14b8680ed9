import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { framesOf } from '../../test/support/recorded.ts'
import type { Simulator } from '../../test/support/simulators.ts'
import { eventually, startSimulator } from '../../test/support/simulators.ts'

interface Chunk {
  readonly id: string
  readonly choices: readonly {
    readonly index: number
    readonly delta: { readonly content?: string; readonly tool_calls?: readonly ToolPart[] }
    readonly finish_reason: string | null
  }[]
  readonly usage?: object | null
}

interface ToolPart {
  readonly index: number
  readonly id?: string
  readonly type?: string
  readonly function: { readonly name?: string; readonly arguments: string }
}

let openai: Simulator

beforeAll(async () => {
  openai = await startSimulator('openai', {
    apiKey: 'sk-simulated',
    prefix: 'lab/',
    basePath: '/api',
    maxQueue: 0,
    refuses: ['logit_bias'],
    models: [
      { name: 'large', talents: ['tools', 'vision', 'thinking'], extra: { max_model_len: 4096 } },
      { name: 'slow', speed: { decode: 0.001 } },
      { name: 'embed', role: 'embedding' },
    ],
  })
})

afterAll(() => openai.stop())

function post(path: string, body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${openai.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-simulated' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  })
}

function chat(text: string, more: object = {}, signal?: AbortSignal): Promise<Response> {
  const messages = [{ role: 'user', content: text }]
  return post('/chat/completions', { model: 'lab/large', messages, ...more }, signal)
}

async function chunks(response: Response): Promise<readonly Chunk[]> {
  const frames = framesOf((await response.text()).split('\n\n'))
  expect(frames.at(-1)).toBe('[DONE]')
  return frames.slice(0, -1) as readonly Chunk[]
}

const tools = ['weather', 'time'].map((name) => ({ type: 'function', function: { name } }))

describe('simulated OpenAI-compatible server', () => {
  it('asks for its key', async () => {
    const response = await fetch(`${openai.url}/api/v1/models`)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key', param: null } })
  })

  it('lists its models under its prefix, with the fields it was given', async () => {
    const headers = { authorization: 'Bearer sk-simulated' }
    const response = await fetch(`${openai.url}/api/v1/models`, { headers })
    const { data } = (await response.json()) as { data: object[] }
    expect(data[0]).toMatchObject({ id: 'lab/large', object: 'model', max_model_len: 4096 })
    expect(data).toHaveLength(3)
  })

  it('streams: role, content, finish, [DONE], and usage only when asked', async () => {
    const plain = await chunks(await chat('[[say:one two]]', { stream: true }))
    expect(plain.map((chunk) => chunk.choices[0])).toMatchObject([
      { delta: { role: 'assistant', content: '' }, finish_reason: null },
      { delta: { content: 'one' } },
      { delta: { content: ' two' } },
      { delta: {}, finish_reason: 'stop' },
    ])
    expect(new Set(plain.map((chunk) => chunk.id)).size).toBe(1)
    expect(plain.some((chunk) => 'usage' in chunk)).toBe(false)
    const options = { stream: true, stream_options: { include_usage: true } }
    const counted = await chunks(await chat('[[say:one two]]', options))
    expect(counted.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 2 } })
    expect(counted.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true)
  })

  it('streams parallel tool calls in pieces, each with its id and index', async () => {
    const text = '[[call:weather {"city":"Oslo"}]] [[call:time {"zone":1}]]'
    const all = await chunks(await chat(text, { stream: true, tools }))
    const parts = all.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? [])
    const starts = parts.filter((part) => part.id !== undefined)
    expect(starts).toMatchObject([
      { index: 0, type: 'function', function: { name: 'weather', arguments: '' } },
      { index: 1, type: 'function', function: { name: 'time', arguments: '' } },
    ])
    expect(new Set(starts.map((part) => part.id)).size).toBe(2)
    const joined = [0, 1].map((index) =>
      parts
        .filter((part) => part.index === index)
        .map((part) => part.function.arguments)
        .join(''),
    )
    expect(joined).toEqual(['{"city":"Oslo"}', '{"zone":1}'])
    expect(all.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls')
  })

  it('answers whole, with log probabilities, alternatives and stop words', async () => {
    const body = { n: 2, logprobs: true, top_logprobs: 2, stop: ' three' }
    const answer = await (await chat('[[say:one two three]]', body)).json()
    const choice = {
      message: { role: 'assistant', content: 'one two' },
      logprobs: { content: [{ token: 'one', top_logprobs: [{}, {}] }, { token: ' two' }] },
      finish_reason: 'stop',
    }
    expect(answer).toMatchObject({
      object: 'chat.completion',
      model: 'lab/large',
      choices: [choice, { ...choice, index: 1 }],
      usage: { completion_tokens: 4 },
    })
  })

  it('obeys a tool choice, JSON mode and a schema', async () => {
    const message = async (more: object): Promise<{ content: string; tool_calls?: object[] }> => {
      const answer = (await (await chat('hi', more)).json()) as {
        choices: { message: { content: string } }[]
      }
      return answer.choices[0]?.message ?? { content: '' }
    }
    const named = { type: 'function', function: { name: 'time' } }
    expect(await message({ tools, tool_choice: named })).toMatchObject({
      content: null,
      tool_calls: [{ function: { name: 'time', arguments: '{}' } }],
    })
    const json = await message({ response_format: { type: 'json_object' } })
    expect(JSON.parse(json.content)).toEqual({ simulated: true, model: 'large' })
    const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
    const shaped = await message({
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
    })
    expect(JSON.parse(shaped.content)).toEqual({ n: 1 })
  })

  it('sees images where it can and refuses them where it cannot', async () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } }
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'What?' }, image] }]
    const seen = await (await chat('', { messages })).text()
    expect(seen).toContain('I see 1 image(s).')
    expect((await chat('', { messages, model: 'lab/slow' })).status).toBe(400)
  })

  it.each([
    [{ model: 'large' }, 404, 'model_not_found'],
    [{ logit_bias: {} }, 400, 'unsupported_parameter'],
    [
      { messages: [{ role: 'user', content: 'word '.repeat(5000) }] },
      400,
      'context_length_exceeded',
    ],
    [{ model: 'lab/embed' }, 400, null],
  ])('refuses %j', async (more, status, code) => {
    const response = await chat('hi', more)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code } })
  })

  it('embeds texts and tokens, as numbers and base64, cut to dimensions', async () => {
    const embed = async (more: object): Promise<readonly { embedding: unknown }[]> => {
      const response = await post('/embeddings', { model: 'lab/embed', ...more })
      return ((await response.json()) as { data: { embedding: unknown }[] }).data
    }
    const both = await embed({ input: ['a cat', 'a dog'], dimensions: 8 })
    const [cat = [], dog = []] = both.map((one) => one.embedding as number[])
    expect(cat).toHaveLength(8)
    expect(cat).not.toEqual(dog)
    const [packed] = await embed({ input: 'a cat', dimensions: 8, encoding_format: 'base64' })
    const bytes = Buffer.from(packed?.embedding as string, 'base64')
    expect(bytes.readFloatLE(0)).toBeCloseTo(cat[0] ?? Number.NaN)
    expect(await embed({ input: [[1, 2], [3]] })).toHaveLength(2)
    expect(await embed({ input: [1, 2, 3] })).toHaveLength(1)
    expect((await post('/embeddings', { model: 'lab/embed', input: [] })).status).toBe(400)
  })

  it('refuses with 429 while busy, and is free at once when the client leaves', async () => {
    const leaving = new AbortController()
    const asked = { model: 'lab/slow', stream: true }
    const response = await chat('[[tokens:10000]]', asked, leaving.signal)
    const refused = await chat('hi', { model: 'lab/slow' })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('1')
    await response.body?.getReader().read()
    leaving.abort()
    const stats = await eventually(openai, (now) => now.open === 0)
    expect(stats.cancelled.at(-1)).toMatchObject({
      path: '/api/v1/chat/completions',
      phase: 'decode',
    })
    await openai.control({ speed: 1e9 })
    expect((await chat('[[say:hi]]', { model: 'lab/slow' })).status).toBe(200)
  })

  it('remembers what it was sent', async () => {
    await chat('remember me', { seed: 7 })
    const { recent, byPath } = await openai.stats()
    expect(JSON.parse(recent.at(-1)?.body ?? '')).toMatchObject({ seed: 7, model: 'lab/large' })
    expect(recent.at(-1)?.headers).toMatchObject({ authorization: 'Bearer sk-simulated' })
    expect(byPath).toHaveProperty(['/api/v1/chat/completions'])
  })
})
