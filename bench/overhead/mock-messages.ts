import { BURST_WORDS, chunked, json } from './mock-answers.ts'

const MODEL = 'claude-sonnet-4-5'
const start = { id: 'msg_1', type: 'message', role: 'assistant', model: MODEL }
const usage = { input_tokens: 10, output_tokens: 100 }
const end = { stop_reason: 'end_turn', stop_sequence: null }

export const messagesModelList = json({
  data: [
    {
      type: 'model',
      id: MODEL,
      display_name: MODEL,
      created_at: '2025-09-29T00:00:00Z',
      max_input_tokens: 200_000,
      max_tokens: 64_000,
    },
  ],
  has_more: false,
  first_id: MODEL,
  last_id: MODEL,
})

/** A whole answer with the text of the chat completion's. */
export const message = json({
  ...start,
  content: [{ type: 'text', text: 'hello '.repeat(40) }],
  ...end,
  usage,
})

/** The chunked body of a stream with the words of a chat completion's, each in an event of its own. */
export const messagesBurst = chunked([
  event({
    type: 'message_start',
    message: {
      ...start,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { ...usage, output_tokens: 1 },
    },
  }),
  event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  ...Array.from({ length: BURST_WORDS }, () =>
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hello ' } }),
  ),
  event({ type: 'content_block_stop', index: 0 }),
  event({ type: 'message_delta', delta: end, usage }),
  event({ type: 'message_stop' }),
])

function event(data: { readonly type: string; readonly [field: string]: unknown }): Buffer {
  return Buffer.from(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
}
