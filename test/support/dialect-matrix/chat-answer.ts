import { expect } from 'vitest'
import type { Answer, Broken, Usage, WireError } from './answer.ts'

interface WireCall {
  readonly index?: number
  readonly id?: string
  readonly type?: string
  readonly function: { readonly name?: string; readonly arguments?: string }
}

interface WireUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
  readonly prompt_tokens_details?: { readonly cached_tokens: number }
}

interface WireMessage {
  readonly role?: string
  readonly content?: string | null
  readonly reasoning_content?: string
  readonly tool_calls?: readonly WireCall[]
}

interface Chunk {
  readonly id: string
  readonly object: string
  readonly choices: readonly {
    readonly index: number
    readonly delta: WireMessage
    readonly finish_reason: string | null
  }[]
  readonly usage?: WireUsage | null
  readonly error?: WireError
}

const ID = /^chatcmpl-[\w-]+$/

export function readChatAnswer(text: string): Answer {
  const body = JSON.parse(text)
  expect(body).toMatchObject({ object: 'chat.completion', id: expect.stringMatching(ID) })
  expect(body.created).toBeTypeOf('number')
  expect(body.choices).toHaveLength(1)
  const [{ index, message, finish_reason }] = body.choices
  expect([index, message.role]).toEqual([0, 'assistant'])
  return { ...saidIn([message]), finish: finish_reason, usage: usageOf(body.usage) }
}

/** The role first, then what is said, one finish, usage only when asked for, [DONE] and nothing more. */
export function readChatStream(text: string, wantsUsage: boolean): Answer {
  const frames = dataIn(text)
  expect(frames.pop()).toBe('[DONE]')
  const chunks = frames.map((data) => JSON.parse(data) as Chunk)
  const usages = chunks.filter(({ choices }) => choices.length === 0)
  expect(usages).toHaveLength(wantsUsage ? 1 : 0)
  if (wantsUsage) expect(chunks.pop()).toBe(usages[0])
  else expect(chunks.filter((chunk) => 'usage' in chunk)).toEqual([])
  const answer = readChunks(chunks)
  const [finish = '', ...more] = chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])
  expect(more).toEqual([])
  expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe(finish)
  return { ...answer, finish, usage: wantsUsage ? usageOf(usages[0]?.usage) : undefined }
}

/** A stream that ended in an error, which is the last of its chunks. */
export function readBrokenChat(text: string): Broken {
  const chunks = dataIn(text).map((data) => JSON.parse(data) as Chunk)
  const last = chunks.pop()
  expect(last?.choices[0]?.finish_reason).toBe('error')
  expect(chunks.filter(({ error }) => error !== undefined)).toEqual([])
  return { text: readChunks(chunks).text, error: errorOf(last?.error) }
}

export function readChatError(text: string): WireError {
  const body = JSON.parse(text)
  expect(Object.keys(body)).toEqual(['error'])
  expect(Object.keys(body.error)).toEqual(['message', 'type', 'param', 'code'])
  return errorOf(body.error)
}

/** The data of each event; comments are passed over. */
function dataIn(text: string): string[] {
  const frames = text.split('\n\n')
  expect(frames.pop()).toBe('')
  return frames.flatMap((frame) => {
    const lines = frame.split('\n').filter((line) => !line.startsWith(':'))
    expect(lines.length, frame).toBeLessThan(2)
    return lines.map((line) => {
      expect(line).toMatch(/^data: \S/)
      return line.slice('data: '.length)
    })
  })
}

function readChunks(chunks: readonly Chunk[]): Pick<Answer, 'text' | 'thinking' | 'calls'> {
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  for (const { id, object, choices } of chunks) {
    expect([id, object]).toEqual([expect.stringMatching(ID), 'chat.completion.chunk'])
    expect(choices.map(({ index }) => index)).toEqual([0])
  }
  expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant')
  return saidIn(chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta)))
}

/** What a message says, or the pieces of one. */
function saidIn(pieces: readonly WireMessage[]): Pick<Answer, 'text' | 'thinking' | 'calls'> {
  const calls: { id: string; name: string; arguments: string }[] = []
  for (const [at, call] of pieces.flatMap((piece) => piece.tool_calls ?? []).entries()) {
    const { index = at, id, type, function: called } = call
    if (calls[index] === undefined) {
      expect([index, type, called.name]).toEqual([calls.length, 'function', expect.any(String)])
      calls.push({ id: id ?? '', name: called.name ?? '', arguments: '' })
    }
    const open = calls[index]
    if (open !== undefined) open.arguments += called.arguments ?? ''
  }
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length)
  expect(calls.every(({ id }) => id !== '')).toBe(true)
  return {
    text: pieces.map(({ content }) => content ?? '').join(''),
    thinking: pieces.map((piece) => piece.reasoning_content ?? '').join(''),
    calls: calls.map((call) => ({ name: call.name, input: JSON.parse(call.arguments) })),
  }
}

function usageOf(wire: WireUsage | null | undefined): Usage | undefined {
  if (!wire) return undefined
  const { prompt_tokens: input, completion_tokens: output, total_tokens } = wire
  expect(total_tokens).toBe(input + output)
  const cached = wire.prompt_tokens_details?.cached_tokens ?? 0
  return { input: input - cached, output, cached, written: 0 }
}

function errorOf(error: WireError | undefined): WireError {
  expect(error).toMatchObject({
    message: expect.stringMatching(/\S/),
    type: expect.stringMatching(/^\w+$/),
    code: expect.stringMatching(/^\w+$/),
  })
  return error ?? { type: '', code: '', message: '' }
}
