import type { Fault } from '../../../src/demo/engine/fault.ts'
import type { Client, Kind } from './stage.ts'

/** A way in which a server refuses a request, and what its client must read then. */
export interface RefusalCase {
  readonly title: string
  readonly fault: Omit<Fault, 'mode'>
  /** In the words of each kind of server; absent = as the fault has it. */
  readonly words?: Readonly<Record<Kind, string>>
  readonly status: number
  readonly code: string
  readonly type: Readonly<Record<Client, string>>
  readonly retryAfter?: string
  /** What the message must have, by client. */
  readonly message: Readonly<Record<Client, RegExp>>
}

const INVALID = { chat: 'invalid_request_error', messages: 'invalid_request_error' }
const OVERLOADED = { chat: 'server_error', messages: 'overloaded_error' }
const WAIT = { headers: { 'retry-after': '7' }, message: 'Busy bees.' }
const said = (message: RegExp) => ({ chat: message, messages: message })

export const refusalCases: readonly RefusalCase[] = [
  {
    title: 'a request that it does not like',
    fault: { status: 400, message: 'Not like this.' },
    status: 400,
    code: 'upstream_rejected',
    type: INVALID,
    message: said(/^Not like this\.$/),
  },
  {
    title: 'a prompt that is too long',
    fault: { status: 400 },
    words: {
      ollama: 'the input length exceeds the context length',
      'llama.cpp':
        'request (20000 tokens) exceeds the available context size (16384 tokens), try increasing it',
      openai:
        "This model's maximum context length is 16384 tokens. However, your messages resulted in 20000 tokens.",
      anthropic: 'prompt is too long: 20000 tokens > 16384 maximum',
    },
    status: 400,
    code: 'context_length_exceeded',
    type: INVALID,
    message: { chat: /context|too long/, messages: /^prompt is too long: \S/ },
  },
  {
    title: 'one request too many',
    fault: { status: 429, ...WAIT },
    status: 429,
    code: 'upstream_rate_limited',
    type: { chat: 'rate_limit_error', messages: 'rate_limit_error' },
    retryAfter: '7',
    message: said(/Busy bees\./),
  },
  {
    title: 'any request, for it is unavailable',
    fault: { status: 503, ...WAIT },
    status: 503,
    code: 'upstream_overloaded',
    type: OVERLOADED,
    retryAfter: '7',
    message: said(/Busy bees\./),
  },
  {
    title: 'any request, for it is overloaded',
    fault: { status: 529, ...WAIT },
    status: 503,
    code: 'upstream_overloaded',
    type: OVERLOADED,
    retryAfter: '7',
    message: said(/Busy bees\./),
  },
  {
    title: 'any request, for it is broken',
    fault: { status: 500, message: 'Ouch.' },
    status: 502,
    code: 'upstream_error',
    type: { chat: 'server_error', messages: 'api_error' },
    message: said(/Ouch\./),
  },
]
