import { describe, expect, it } from 'vitest'
import type { ChatEvent } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import { openaiChat } from '../openai-chat.ts'

const request = openaiChat.decodeRequest(
  Buffer.from('{"messages":[{"role":"user","content":"hi"}],"stream":true}'),
)
const ours: Ours = {
  id: 'chatcmpl-ours',
  model: 'served',
  created: 5,
  tokensIn: 0,
  wantsUsage: false,
  wantsReasoning: true,
}

type Shape = (delta: object, finish?: string | null, more?: object) => Record<string, unknown>
const openai: Shape = (delta, finish = null, more = {}) => ({
  id: 'up-1',
  object: 'chat.completion.chunk',
  created: 17,
  model: 'up',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
})
/** llama.cpp writes `choices` first, so id and model come after the text. */
const llama: Shape = (delta, finish = null, more = {}) => {
  const { choices, ...rest } = openai(delta, finish)
  return { choices, ...rest, ...more }
}
const texts = [
  'Hé',
  '',
  ' "quoted" \\ back',
  '漢字',
  '\n\ndata: {"id":"up-1"',
  '\\',
  'id',
  'up-1',
  ' end"',
]
const usage = { prompt_tokens: 3, completion_tokens: 9 }

function stream(shape: Shape, newline: string, more: object[] = []): Buffer {
  const events = [
    shape({ role: 'assistant', content: '' }),
    ...texts.map((content) => shape({ content })),
    shape({ reasoning_content: 'hm' }),
    shape({ content: 'x' }),
    shape({ tool_calls: [{ index: 0, id: 'up-1', function: { name: 'f', arguments: '{}' } }] }),
    ...more,
    shape({}, 'tool_calls'),
  ]
  const frames = events.map((event) => `data: ${JSON.stringify(event)}`)
  frames.splice(
    3,
    0,
    ': ping',
    'data: ',
    `event: message${newline}data:${JSON.stringify(shape({ content: 'two lines' }))}`,
  )
  frames.push(`data: ${JSON.stringify({ ...shape({}), choices: [], usage })}`, 'data: [DONE]')
  return Buffer.from(frames.join(newline + newline) + newline + newline)
}

function run(chunks: readonly (Buffer | string)[], about: Partial<Ours> = {}) {
  const decoder = openaiChat.decodeStream(request)
  const encoder = openaiChat.encodeStream({ ...ours, ...about })
  const events: ChatEvent[] = []
  let out = ''
  const take = (more: readonly ChatEvent[]) => {
    events.push(...more)
    out += encoder.encode(more)
  }
  for (const chunk of chunks) take(decoder.push(Buffer.from(chunk).toString('latin1')))
  take(decoder.end())
  return { text: Buffer.from(out, 'latin1').toString('utf8'), events, done: decoder.done }
}

const parsed = (text: string) =>
  text
    .split('\n\n')
    .filter(Boolean)
    .map((frame) => JSON.parse(frame.slice(6)))
const frame = (event: object) => `data: ${JSON.stringify(event)}\n\n`
const textOf = (events: readonly ChatEvent[]) =>
  events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')

describe.each([
  ['openai', openai],
  ['llama.cpp', llama],
] as const)('a stream of %s', (_, shape) => {
  it.each(['\n', '\r\n', '\r'])(
    'with %j is the same for every cut in two, and byte by byte',
    (newline) => {
      const bytes = stream(shape, newline)
      const whole = run([bytes])
      const wanted = `${texts.slice(0, 2).join('')}two lines${texts.slice(2).join('')}x`
      expect(parsed(whole.text).map(({ id, model }) => [id, model])).toEqual(
        parsed(whole.text).map(() => ['chatcmpl-ours', 'served']),
      )
      expect(
        parsed(whole.text)
          .map(({ choices }) => choices[0].delta.content ?? '')
          .join(''),
      ).toBe(wanted)
      expect(textOf(whole.events)).toBe(wanted)
      expect(whole.done).toBe(true)
      expect(whole.events.at(-1)).toMatchObject({
        type: 'usage',
        usage: { input: 3, output: 9 },
        alone: true,
      })
      expect(whole.text).not.toContain('"usage":{')
      for (let cut = 0; cut <= bytes.length; cut++) {
        expect(run([bytes.subarray(0, cut), bytes.subarray(cut)]).text).toBe(whole.text)
      }
      expect(run(Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1))).text).toBe(
        whole.text,
      )
    },
  )
})

it('leaves every byte outside id and model as it was, learned shape or not', () => {
  const raw = (text: string) =>
    `data: {"id":"up-1", "created":1.0,"model":"up","x":"\\u00e9","choices":[{"delta":{"content":"${text}"},"finish_reason":null}]}\n\n`
  const input = ['a', '\\u6f22\\"', '\\\\', 'é', 'b'].map(raw).join('')
  expect(run([input]).text).toBe(
    input.replaceAll('"up-1"', '"chatcmpl-ours"').replaceAll('"up"', '"served"'),
  )
  expect(textOf(run([input]).events)).toBe('a漢"\\éb')
})

it('passes usage on when the client asked for it', () => {
  expect(run([stream(openai, '\n')], { wantsUsage: true }).text).toContain(
    '"usage":{"prompt_tokens":3,"completion_tokens":9}',
  )
})

it('puts the metadata into the first chunk alone', () => {
  const text = run(
    [
      frame(openai({ content: 'a' })),
      frame(openai({ content: 'b' })),
      frame(openai({ content: 'c' })),
    ],
    { metadata: { model: 'm' } },
  ).text
  expect(parsed(text).map(({ router }) => router)).toEqual([{ model: 'm' }, undefined, undefined])
})

describe('known faults are mended', () => {
  it('an error of null is taken out and the text stays', () => {
    const text = run(
      ['Hel', 'l', 'o'].map((content) => frame(openai({ content }, null, { error: null }))),
    ).text
    expect(text).not.toContain('error')
    expect(
      parsed(text)
        .map(({ choices }) => choices[0].delta.content)
        .join(''),
    ).toBe('Hello')
  })

  it('a chunk without choices gets an empty list', () => {
    expect(parsed(run([frame({ id: 'x', model: 'y', note: 1 })]).text)).toEqual([
      { id: 'chatcmpl-ours', model: 'served', note: 1, choices: [] },
    ])
  })

  it.each([
    [
      'no index',
      [
        { id: 'a', function: { name: 'f', arguments: '{}' } },
        { id: 'b', function: { name: 'g', arguments: '{}' } },
      ],
    ],
    [
      'the same index',
      [
        { index: 0, id: 'a', function: { name: 'f', arguments: '{}' } },
        { index: 0, id: 'b', function: { name: 'g', arguments: '{}' } },
      ],
    ],
  ])('two calls with %s are told apart', (_, calls) => {
    const text = run([
      ...calls.map((call) => frame(openai({ tool_calls: [call] }))),
      frame(openai({}, 'stop')),
    ]).text
    const sent = parsed(text)
    expect(sent.slice(0, 2).map(({ choices }) => choices[0].delta.tool_calls[0])).toMatchObject([
      { index: 0, id: 'a' },
      { index: 1, id: 'b' },
    ])
    expect(sent[2].choices[0].finish_reason).toBe('tool_calls')
  })

  it('calls without ids get one each; pieces of arguments keep theirs', () => {
    const pieces = [
      { index: 0, function: { name: 'f', arguments: '' } },
      { index: 0, function: { arguments: '{"a"' } },
      { index: 0, function: { arguments: ':1}' } },
      { index: 0, function: { name: 'f', arguments: '{}' } },
    ]
    const { events, text } = run(pieces.map((piece) => frame(openai({ tool_calls: [piece] }))))
    const calls = events.flatMap((event) => (event.type === 'tool-call-delta' ? [event.call] : []))
    expect(calls.map(({ index }) => index)).toEqual([0, 0, 0, 1])
    expect(calls[0]?.id).toMatch(/^[a-z0-9]{9}$/)
    expect(calls[3]?.id).not.toBe(calls[0]?.id)
    expect(parsed(text)[0].choices[0].delta.tool_calls[0].id).toBe(calls[0]?.id)
  })

  it('right tool calls pass untouched', () => {
    const input =
      frame(
        openai({
          tool_calls: [
            { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
          ],
        }),
      ) + frame(openai({ tool_calls: [{ index: 0, function: { arguments: '{"x": 1.0}' } }] }))
    expect(run([input]).text).toBe(
      input.replaceAll('"up-1"', '"chatcmpl-ours"').replaceAll('"up"', '"served"'),
    )
  })
})

describe('text in parts', () => {
  const said = (text: string) => openai({ content: [{ type: 'text', text }] })
  const thought = openai({
    content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }],
  })
  const chunks = [thought, ...['Hé', 'l', 'lo', ' "x"'].map(said)]

  it('is told as text and as thought, and passes as it came', () => {
    const { events, text } = run(chunks.map(frame))
    expect(textOf(events)).toBe('Héllo "x"')
    const thoughts = events.filter(({ type }) => type === 'reasoning-delta')
    expect(thoughts).toMatchObject([{ text: 'hm' }])
    expect(parsed(text)).toEqual(
      chunks.map((one) => ({ ...one, id: 'chatcmpl-ours', model: 'served' })),
    )
  })
})

describe('garbage', () => {
  it('one broken event among good ones is passed over', () => {
    const { text } = run([
      frame(openai({ content: 'a' })),
      'data: {"choices":[{"de\n\n',
      frame(openai({ content: 'b' })),
    ])
    expect(parsed(text).map(({ choices }) => choices[0].delta.content)).toEqual(['a', 'b'])
  })

  it.each([
    ['the first', 'data: oops\n\n'],
    ['many', `${frame(openai({ content: 'a' }))}${'data: oops\n\n'.repeat(4)}`],
  ])('%s broken event fails the stream', (_, input) => {
    expect(() => run([input])).toThrow(/not JSON/)
  })

  it('an endless event fails the stream', () => {
    expect(() => run([`data: "${'x'.repeat(17 << 20)}`])).toThrow(/too large/)
  })

  it.each([
    [{ error: { message: 'boom', code: 400 } }, { message: 'boom', code: '400' }],
    [{ error: 'boom' }, { message: 'boom' }],
    [
      { object: 'error', message: 'boom', code: 404 },
      { message: 'boom', code: '404' },
    ],
  ])('%j is an error event', (event, wanted) => {
    expect(run([frame(event)]).events).toMatchObject([{ type: 'error', ...wanted }])
  })

  it('[DONE] finishes what began and was never finished', () => {
    const call = { index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }
    const second = { choices: [{ index: 1, delta: { tool_calls: [call] }, finish_reason: null }] }
    const { text, events } = run([
      `${frame(openai({ content: 'a' })) + frame({ ...openai({}), ...second })}data: [DONE]\n\n`,
    ])
    expect(events.filter(({ type }) => type === 'finish')).toEqual([
      { type: 'finish', choice: 0, reason: 'stop' },
      { type: 'finish', choice: 1, reason: 'tool-calls' },
    ])
    expect(
      parsed(text).map(({ choices: [{ delta, finish_reason: end }] }) => [delta, end]),
    ).toEqual([
      [{ content: 'a' }, null],
      [{ tool_calls: [call] }, null],
      [{}, 'stop'],
      [{}, 'tool_calls'],
    ])
  })

  it.each([
    ['nothing began', ''],
    ['all is finished', frame(openai({ content: 'a' }, 'length'))],
  ])('[DONE] adds no finish when %s', (_, begun) => {
    const { events } = run([`${begun}data: [DONE]\n\n`])
    expect(events.filter((event) => event.type === 'finish' && event.reason === 'stop')).toEqual([])
  })

  it('nothing after [DONE] is read', () => {
    expect(
      run([
        frame(openai({ content: 'a' })),
        'data: [DONE]\n\n',
        frame(openai({ content: 'GHOST' })),
      ]).text,
    ).not.toContain('GHOST')
  })
})

describe('signature', () => {
  it('comes after the text and before the finish, and closes an open code block', () => {
    const signature = '\nModel: served'
    const text = run(
      [frame(openai({ content: '```js\nx' })), frame(openai({ content: 'y' }, 'stop'))],
      { signature },
    ).text
    const sent = parsed(text)
    expect(sent.map(({ choices }) => choices[0].delta.content ?? '').join('')).toBe(
      '```js\nxy\n```\nModel: served',
    )
    expect(sent.at(-1).choices[0].finish_reason).toBe('stop')
    expect(sent.slice(0, -1).every(({ choices }) => choices[0].finish_reason === null)).toBe(true)
  })

  it('is left out behind tool calls', () => {
    const call = { index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }
    expect(
      run([frame(openai({ tool_calls: [call] })), frame(openai({}, 'tool_calls'))], {
        signature: 'SIGNED',
      }).text,
    ).not.toContain('SIGNED')
  })
})
