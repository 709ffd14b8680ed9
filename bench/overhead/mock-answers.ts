import { monotonicMs } from './monotonic-clock.ts'

const MODEL = 'qwen2.5-7b-instruct'
const base = { id: 'chatcmpl-1', created: 1_700_000_000, model: MODEL }
const usage = { prompt_tokens: 10, completion_tokens: 100, total_tokens: 110 }

/** How many words a burst has. */
export const BURST_WORDS = 100

export const modelList = json({
  object: 'list',
  data: [{ id: MODEL, object: 'model', created: 1, owned_by: 'bench', max_model_len: 32_768 }],
})

export const completion = json({
  ...base,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'hello '.repeat(40) },
      finish_reason: 'stop',
    },
  ],
  usage,
})

export const roleFrame = frame([choice({ role: 'assistant', content: '' })])
const wordFrame = frame([choice({ content: 'hello ' })])
export const stopFrame = frame([choice({}, 'stop')])
export const usageFrame = frame([], { usage })
export const doneFrame = Buffer.from('data: [DONE]\n\n')

const [beforeStamp = '', afterStamp = ''] = frame([choice({ content: 'hello @' })])
  .toString()
  .split('@')

/** A word that says when it was sent, as `T<milliseconds> `. */
export function stampedFrame(): string {
  return `${beforeStamp}T${monotonicMs().toFixed(2)} ${afterStamp}`
}

/** The chunked body of a stream with all its words, framed here once instead of for each request anew. */
export function burstBody(ends: readonly Buffer[]): Buffer {
  const words = Array.from({ length: BURST_WORDS }, () => wordFrame)
  return chunked([roleFrame, ...words, ...ends, doneFrame])
}

/** A body of HTTP/1.1 with a chunk for each frame. */
export function chunked(frames: readonly Buffer[]): Buffer {
  const chunks = frames.map((data) => `${data.length.toString(16)}\r\n${data}\r\n`)
  return Buffer.from(`${chunks.join('')}0\r\n\r\n`)
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}

function choice(delta: object, finish: string | null = null): object {
  return { index: 0, delta, finish_reason: finish }
}

function frame(choices: readonly object[], extra: object = {}): Buffer {
  const chunk = { ...base, object: 'chat.completion.chunk', choices, ...extra }
  return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`)
}
