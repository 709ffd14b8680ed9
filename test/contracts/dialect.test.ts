import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatEvent } from '../../src/contracts/chat.ts'
import type { BackendDialect, ClientDialect, Ours } from '../../src/contracts/dialect.ts'
import { GatewayError } from '../../src/contracts/errors.ts'
import { anthropicMessages } from '../../src/dialects/anthropic-messages.ts'
import { ollamaChat } from '../../src/dialects/ollama-chat.ts'
import { openaiChat } from '../../src/dialects/openai-chat.ts'
import { Collector } from '../../src/serving/collect.ts'
import { fromByteText, toByteText } from '../../src/std/json-spans.ts'
import { placementOf } from '../support/backend-settings.ts'
import { framesOf, recorded } from '../support/recorded.ts'
import { eventsOf } from '../support/router.ts'

interface Spoken {
  readonly dialect: BackendDialect
  /** Where servers speak it. */
  readonly path: string
  /** What follows a frame. */
  readonly gap: string
  /** The text that a frame carries, told without the dialect's help. */
  readonly textOf: (frame: unknown) => string
  /** Its piece of a tool call's arguments. */
  readonly argumentsOf: (frame: unknown) => string
}

const SPOKEN: readonly Spoken[] = [
  {
    dialect: ollamaChat,
    path: '/api/chat',
    gap: '\n',
    textOf: (frame) => (frame as OllamaLine).message?.content ?? '',
    argumentsOf: (frame) => JSON.stringify(calledBy((frame as OllamaLine).message)) ?? '',
  },
  {
    dialect: openaiChat,
    path: '/v1/chat/completions',
    gap: '\n\n',
    textOf: (frame) => (frame as OpenaiChunk).choices?.[0]?.delta?.content ?? '',
    argumentsOf: (frame) => String(calledBy((frame as OpenaiChunk).choices?.[0]?.delta) ?? ''),
  },
  {
    dialect: anthropicMessages,
    path: '/v1/messages',
    gap: '\n\n',
    textOf: (frame) =>
      (frame as MessageEvent).delta?.text ?? (frame as MessageEvent).content?.[0]?.text ?? '',
    argumentsOf: (frame) => (frame as MessageEvent).delta?.partial_json ?? '',
  },
]

interface Message {
  readonly content?: string | null
  readonly tool_calls?: readonly { readonly function: { readonly arguments: unknown } }[]
}
interface OllamaLine {
  readonly message?: Message
}
interface OpenaiChunk {
  readonly choices?: readonly { readonly delta?: Message }[]
}
interface MessageEvent {
  readonly type?: string
  readonly index?: number
  readonly delta?: { readonly text?: string; readonly partial_json?: string }
  readonly content?: readonly { readonly text?: string }[]
}

function calledBy(message: Message | undefined): unknown {
  return message?.tool_calls?.[0]?.function.arguments
}

const dialects = resolve(import.meta.dirname, '../../src/dialects')
const fixtures = resolve(import.meta.dirname, '../fixtures/recorded')
const recordings = readdirSync(fixtures).map((file) => {
  const name = file.replace(/\.json$/, '')
  return { name, ...recorded(name) }
})

const request = openaiChat.decodeRequest(
  Buffer.from('{"messages":[{"role":"user","content":"hi"}],"stream":true}'),
)
const ours: Ours = {
  id: 'chatcmpl-ours',
  model: 'served',
  created: 5,
  tokensIn: 0,
  wantsUsage: true,
  wantsReasoning: true,
}

const HI = { type: 'text', text: 'hi' }

function textOfChunks(written: string): string {
  const chunks = eventsOf(written).filter((chunk) => chunk !== '[DONE]') as OpenaiChunk[]
  return chunks.map((chunk) => chunk.choices?.[0]?.delta?.content ?? '').join('')
}

it('every dialect that backends speak is tried here', () => {
  const files = readdirSync(dialects).filter((file) => file.endsWith('.ts'))
  const declared = files.flatMap((file) => [
    ...readFileSync(join(dialects, file), 'utf8').matchAll(/^export const \w+: .*BackendDialect/gm),
  ])
  expect(SPOKEN).toHaveLength(declared.length)
})

describe.each(SPOKEN)('$dialect.name', ({ dialect, path, gap, textOf, argumentsOf }) => {
  const mine = recordings.filter((recording) => recording.request.path === path)
  const streams = mine.filter(({ response }) => response.frames !== undefined)

  function decode(...pieces: readonly string[]): { events: unknown[]; done: boolean } {
    const decoder = dialect.decodeStream(request)
    const events = [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()]
    return { events: events.flatMap(plain), done: decoder.done }
  }

  it('has been recorded', () => {
    expect(streams.length).toBeGreaterThan(1)
  })

  describe.each(streams)('the stream $name', ({ response }) => {
    const frames = response.frames ?? []
    const whole = toByteText(frames.map((frame) => frame + gap).join(''))
    const expected = decode(whole)

    it('is told in full', () => {
      const events = dialect.decodeStream(request).push(whole)
      const collector = new Collector()
      collector.push(events)
      const [choice] = collector.answer.choices
      expect(choice?.text).toBe(framesOf(frames).map(textOf).join(''))
      expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1)
      expect(events.filter(({ type }) => type === 'error')).toEqual([])
      expect(expected.done).toBe(true)
      const called = frames.some((frame) => /tool_calls":\[|"tool_use"/.test(frame))
      expect(choice?.finish).toBe(called ? 'tool-calls' : 'stop')
      const args = framesOf(frames).map(argumentsOf).join('')
      expect(choice?.toolCalls).toEqual(
        called ? [{ id: expect.stringMatching(/./), name: 'get_weather', arguments: args }] : [],
      )
      const counted = frames.some((frame) => /"(usage|eval_count)":/.test(frame))
      expect(collector.answer.usage !== undefined).toBe(counted)
    })

    it('is the same wherever it is cut in two', () => {
      for (let cut = 1; cut < whole.length; cut++) {
        expect(decode(whole.slice(0, cut), whole.slice(cut)), `cut at ${cut}`).toEqual(expected)
      }
    })

    it('is the same in any number of pieces', () => {
      const cuts = fc.array(fc.nat({ max: whole.length }), { maxLength: 40 })
      fc.assert(
        fc.property(cuts, (places) => {
          const sorted = [0, ...places.toSorted((a, b) => a - b), whole.length]
          const pieces = sorted.slice(1).map((end, at) => whole.slice(sorted[at], end))
          expect(decode(...pieces)).toEqual(expected)
        }),
        { numRuns: 50 },
      )
      expect(decode(...whole)).toEqual(expected)
    })

    it('may have other line ends', () => {
      expect(decode(whole.replaceAll('\n', '\r\n'))).toEqual(expected)
    })

    it('tells nothing false when it is broken off', () => {
      for (let cut = 0; cut < whole.length; cut++) {
        const decoder = dialect.decodeStream(request)
        const told: unknown[] = decoder.push(whole.slice(0, cut)).flatMap(plain)
        try {
          told.push(...decoder.end().flatMap(plain))
        } catch (error) {
          expect((error as GatewayError).code).toBe('upstream_invalid_response')
        }
        expect(told, `cut at ${cut}`).toEqual(expected.events.slice(0, told.length))
        expect(decoder.done && told.length < expected.events.length).toBe(false)
      }
    })

    it('reaches an OpenAI client as the same text, however it came', () => {
      const written = writtenFrom(openaiChat, whole)
      const chunks = eventsOf(written)
      expect(chunks.pop()).toBe('[DONE]')
      for (const chunk of chunks) expect(chunk).toMatchObject({ id: ours.id, model: ours.model })
      const texts = framesOf(frames).map(textOf).join('')
      expect(textOfChunks(written)).toBe(texts)
      expect(textOfChunks(writtenFrom(openaiChat, ...whole))).toBe(texts)
      if (dialect === openaiChat) expect(writtenFrom(openaiChat, ...whole)).toBe(written)
    })

    const args = framesOf(frames).map(argumentsOf).join('')
    const readable = dialect === anthropicMessages || args === '' || isJson(args)

    if (readable) it('reaches a Messages client as one message, however it came', reaches)
    else it('fails a Messages client, which could not read its call, however it came', fails)

    function fails(): void {
      expect(() => writtenFrom(anthropicMessages, whole)).toThrow('no JSON object')
      expect(() => writtenFrom(anthropicMessages, ...whole)).toThrow('no JSON object')
    }

    function reaches(): void {
      for (const written of [
        writtenFrom(anthropicMessages, whole),
        writtenFrom(anthropicMessages, ...whole),
      ]) {
        const events = eventsOf(written) as MessageEvent[]
        expect(events.at(0)).toMatchObject({ message: { id: ours.id, model: ours.model } })
        expect(events.at(-1)).toMatchObject({ type: 'message_stop' })
        expect(events.map((event) => event.delta?.text ?? '').join('')).toBe(
          framesOf(frames).map(textOf).join(''),
        )
        const starts = events.filter(({ type }) => type === 'content_block_start')
        const stops = events.filter(({ type }) => type === 'content_block_stop')
        expect(starts.map(({ index }) => index)).toEqual(stops.map(({ index }) => index))
      }
    }

    function writtenFrom(client: ClientDialect, ...pieces: readonly string[]): string {
      const decoder = dialect.decodeStream(request)
      const encoder = client.encodeStream(ours)
      const texts = pieces.map((piece) => encoder.encode(decoder.push(piece)))
      return fromByteText(texts.join('') + encoder.encode(decoder.end()) + encoder.end())
    }
  })

  const answered = mine.filter(({ response }) => response.json !== undefined)

  it.each(answered)('the answer $name is one only if it succeeded', ({ response }) => {
    const text = toByteText(JSON.stringify(response.json))
    const answer = dialect.decodeAnswer(text, request)
    expect(answer !== undefined).toBe(response.status === 200)
    if (answer !== undefined) expect(answer.choices[0]?.text).toBe(textOf(response.json))
  })

  it('asks for the model by its native id, and changes nothing of the request', () => {
    const before = structuredClone({ ...request, terms: undefined })
    const target = { placement: placementOf('native:1b'), unsupported: [] }
    const { text, dropped } = dialect.encodeRequest(request, target)
    expect(JSON.parse(fromByteText(text))).toMatchObject({
      model: 'native:1b',
      stream: true,
      messages: [{ role: 'user', content: dialect === anthropicMessages ? [HI] : 'hi' }],
    })
    expect(dropped).toEqual([])
    expect({ ...request, terms: undefined }).toEqual(before)
  })

  it('gives events or a GatewayError for any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 5 }), (noise, after) => {
        const frames = streams[0]?.response.frames?.slice(0, after) ?? []
        const decoder = dialect.decodeStream(request)
        try {
          decoder.push(toByteText(frames.map((frame) => frame + gap).join('') + noise + gap))
          decoder.end()
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError)
        }
      }),
    )
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Events by their content, one for each frame, however they are represented; frames as the bytes they stand for. */
function plain(event: ChatEvent): unknown[] {
  const { frames, ...own } = event
  const { head = '', bodies = [], tail = '' } = frames ?? {}
  const bytes = bodies.map((body) => head + body + tail)
  if (event.type !== 'text-delta' && event.type !== 'reasoning-delta') return [{ ...own, bytes }]
  const { type, choice, text } = event
  if (bodies.length < 2) return [{ type, choice, text, bytes }]
  return bodies.map((body, at) => ({
    type,
    choice,
    text: JSON.parse(fromByteText(`"${body}"`)),
    bytes: [bytes[at]],
  }))
}
