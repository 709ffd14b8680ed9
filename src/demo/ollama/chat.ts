import type { Json } from '../../contracts/json.ts'
import { randomId } from '../../std/random-id.ts'
import type { Answer, Piece, Prompt, Tool } from '../engine/answer.ts'
import { answer, promptTokens } from '../engine/answer.ts'
import type { Call } from '../engine/call.ts'
import { callsOf, textOf } from '../engine/collect.ts'
import { openStream } from '../engine/frame-stream.ts'
import { readPrompt, write } from '../engine/pace.ts'
import { asList, asObject, asText } from '../engine/read.ts'
import { loadOnly } from './generate.ts'
import { fullName } from './listing.ts'
import type { Asked, Ollama } from './ollama.ts'
import { askedModel, limitsOf, wishOf } from './ollama.ts'
import { refuse } from './refuse.ts'
import type { Lease } from './scheduler.ts'
import type { ChatBody, MessageBody } from './wire.ts'
import { goTime, nanoseconds } from './wire.ts'

/** `POST /api/chat`: newline-delimited JSON unless `stream` is false; without messages it only loads or unloads. */
export async function chat(ollama: Ollama, call: Call): Promise<void> {
  const body: ChatBody = call.body
  const asked = askedModel(ollama, body)
  if (asList(body.messages).length === 0) {
    const empty = { message: { role: 'assistant', content: '' } }
    return loadOnly(ollama, call, { asked, verb: 'chat', empty })
  }
  refuseWhatItCannot(asked, body)
  const began = performance.now()
  const lease = await ollama.scheduler.acquire(asked.model, wishOf(asked.model, body), call)
  try {
    await talk(ollama, call, { asked, body, lease, began })
  } finally {
    lease.release()
  }
}

interface Talk {
  readonly asked: Asked
  readonly body: ChatBody
  readonly lease: Lease
  readonly began: number
}

function refuseWhatItCannot({ name, model }: Asked, body: ChatBody): void {
  if (model.role === 'embedding') throw refuse(400, `"${name}" does not support chat`)
  if (body.think && !model.talents.includes('thinking')) {
    throw refuse(400, `"${name}" does not support thinking`)
  }
  if (asList(body.tools).length > 0 && !model.talents.includes('tools')) {
    throw refuse(400, `registry.ollama.ai/library/${fullName(model)} does not support tools`)
  }
}

async function talk(
  ollama: Ollama,
  call: Call,
  { asked, body, lease, began }: Talk,
): Promise<void> {
  const { model } = asked
  const loadMs = performance.now() - began
  const prompt = readChat(body)
  const context = lease.runner.wish.context
  const whole = promptTokens(model, prompt)
  if (whole > context && body.truncate === false) {
    throw refuse(400, 'the input length exceeds the context length')
  }
  const tokens = Math.min(whole, context)
  const room = body.shift === false ? Math.max(context - tokens, 1) : Number.POSITIVE_INFINITY
  const kept = tokens < whole ? withoutStart(prompt, tokens / whole) : prompt
  const said = answer(model, { ...kept, maxTokens: Math.min(prompt.maxTokens, room) })
  const promptMs = await readPrompt(ollama.state, model, { tokens, call })
  const decoding = performance.now()
  const done = (): object => ({
    done: true,
    done_reason: said.finish === 'length' ? 'length' : 'stop',
    total_duration: nanoseconds(performance.now() - began),
    load_duration: nanoseconds(loadMs),
    prompt_eval_count: tokens,
    prompt_eval_duration: nanoseconds(promptMs),
    eval_count: Math.max(said.pieces.length, 1),
    eval_duration: nanoseconds(performance.now() - decoding),
  })
  const pieces = write(ollama.state, model, { pieces: said.pieces, call })
  const heard = { name: asked.name, pieces, said, done }
  await (body.stream === false ? replyWhole(call, heard) : replyFrames(call, heard))
}

/** The end of each message, as much of it as is kept. */
function withoutStart(prompt: Prompt, share: number): Prompt {
  const messages = prompt.messages.map((said) => {
    return { ...said, text: said.text.slice(Math.ceil(said.text.length * (1 - share))) }
  })
  return { ...prompt, messages }
}

interface Heard {
  readonly name: string
  readonly pieces: AsyncIterable<Piece>
  readonly said: Answer
  readonly done: () => object
}

async function replyFrames(call: Call, { name, pieces, said, done }: Heard): Promise<void> {
  const stream = openStream(call, 'ndjson')
  const frame = (message: object, end: object = { done: false }): object => ({
    model: name,
    created_at: goTime(Date.now()),
    message: { role: 'assistant', ...message },
    ...end,
  })
  for await (const piece of pieces) {
    if (piece.kind === 'text') await stream.content(frame({ content: piece.text }))
    if (piece.kind === 'reasoning') {
      await stream.content(frame({ content: '', thinking: piece.text }))
    }
  }
  for (const toolCall of toolCalls(said)) {
    await stream.content(frame({ content: '', tool_calls: [toolCall] }))
  }
  await stream.last(frame({ content: '' }, done()))
  stream.end()
}

async function replyWhole(call: Call, { name, pieces, said, done }: Heard): Promise<void> {
  for await (const _ of pieces);
  const thinking = textOf(said.pieces, 'reasoning')
  const calls = toolCalls(said)
  await call.answer({
    model: name,
    created_at: goTime(Date.now()),
    message: {
      role: 'assistant',
      content: textOf(said.pieces, 'text'),
      ...(thinking === '' ? {} : { thinking }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    },
    ...done(),
  })
}

/** Whole calls only: Ollama never sends half of one. */
function toolCalls(said: Answer): readonly object[] {
  const calls = said.finish === 'tool_calls' ? callsOf(said.pieces) : []
  return calls.map(({ index, name, arguments: text }) => {
    const args: Json = JSON.parse(text)
    const id = `call_${randomId(8).toLowerCase()}`
    return { id, function: { index, name, arguments: args } }
  })
}

function readChat(body: ChatBody): Prompt {
  const messages = asList(body.messages).map((item) => {
    const message = asObject<MessageBody>(item)
    return {
      role: asText(message.role) ?? '',
      text: asText(message.content) ?? '',
      images: asList(message.images).length,
    }
  })
  return {
    messages,
    tools: asList(body.tools).map((tool) => (tool as { readonly function: Tool }).function),
    format: body.format === 'json' ? {} : ((body.format || undefined) as Json | undefined),
    thinking: body.think === undefined ? 'auto' : body.think === false ? 'off' : 'on',
    ...limitsOf(body),
  }
}
