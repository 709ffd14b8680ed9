import { expect } from 'vitest'
import type { Answer } from './answer.ts'
import type { Client, Kind } from './stage.ts'

/** One thing that clients ask for, as each of them spells it. */
export interface Case {
  readonly title: string
  readonly chat: Ask
  readonly messages: Ask
  readonly heard: Heard | ((client: Client, kind: Kind) => Heard)
}

export interface Ask {
  /** The client's, without `model` and what says whether to stream. */
  readonly body: object
  /**
   * What servers must get, without that too: to begin with, those of the client's own dialect get the body as it is,
   * and llama.cpp what other OpenAI-compatible servers get.
   */
  readonly sent: Partial<Readonly<Record<Kind, object>>>
  /** What the client must be told was left out, by kind; absent = nothing. */
  readonly dropped?: Partial<Readonly<Record<Kind, string>>>
}

/** What is said; all that is absent is empty, and the answer ends by itself. */
export interface Heard extends Partial<Omit<Answer, 'finish' | 'stop' | 'usage' | 'text'>> {
  /** Or a matcher. */
  readonly text?: unknown
  readonly end?: 'stop' | 'length' | 'tools'
  /** The stop sequence, where the server tells it. */
  readonly stop?: string
}

/** The tokens that a Messages client must name. */
const LIMIT = 256

export function user(content: unknown) {
  return { role: 'user', content }
}

/** A Messages body. */
export function message(content: unknown, more: object = {}) {
  return { max_tokens: LIMIT, messages: [user(content)], ...more }
}

/** As OpenAI-compatible servers get it from a Messages client. */
export function openaiBody(messages: readonly object[], more: object = {}) {
  return { messages, max_tokens: LIMIT, ...more }
}

/** As Ollama gets it from one. */
export function ollamaBody(messages: readonly object[], more: object = {}, options: object = {}) {
  return { messages, ...more, options: { num_predict: LIMIT, ...options } }
}

/** A turn of text as Anthropic gets it from others. */
export function turn(role: 'user' | 'assistant', text: string) {
  return { role, content: [{ type: 'text', text }] }
}

const FINISHES = {
  chat: { stop: 'stop', length: 'length', tools: 'tool_calls' },
  messages: { stop: 'end_turn', length: 'max_tokens', tools: 'tool_use' },
}

/** Nothing more was said, and tokens were counted. */
export function expectHeard(answer: Answer, client: Client, heard: Heard): void {
  const { text = '', thinking = '', calls = [], end = 'stop', stop } = heard
  const finish = FINISHES[client][end]
  const ended =
    client === 'chat'
      ? { finish }
      : { finish: stop === undefined ? finish : 'stop_sequence', stop: stop ?? null }
  expect(answer).toEqual({ text, thinking, calls, ...ended, usage: expect.any(Object) })
  expect(answer.usage?.input).toBeGreaterThan(0)
  expect(answer.usage?.output).toBeGreaterThan(0)
}
