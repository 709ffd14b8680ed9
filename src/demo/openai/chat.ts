import type { Prompt } from '../engine/answer.ts'
import { answer, promptTokens } from '../engine/answer.ts'
import type { Call } from '../engine/call.ts'
import type { SimulatedModel } from '../engine/description.ts'
import type { OpenAiChatBody } from '../engine/openai-prompt.ts'
import { readOpenAiPrompt, wantsUsage } from '../engine/openai-prompt.ts'
import { readPrompt, write } from '../engine/pace.ts'
import { asNumber } from '../engine/read.ts'
import type { Report } from './chat-reply.ts'
import { replyFrames, replyWhole } from './chat-reply.ts'
import type { Asked, OpenAi } from './openai.ts'
import { askedModel, enter, refuseFields } from './openai.ts'
import { refuse } from './refuse.ts'

/** `POST /v1/chat/completions`. */
export async function chat(openai: OpenAi, call: Call): Promise<void> {
  const body: OpenAiChatBody = call.body
  const asked = askedModel(openai, body)
  refuseFields(openai, body)
  if (!Array.isArray(body.messages)) {
    throw refuse(400, "Missing required parameter: 'messages'.", null, 'messages')
  }
  const prompt = readOpenAiPrompt(body)
  const tokens = promptTokens(asked.model, prompt)
  refuseWhatItCannot(asked.model, prompt, tokens)
  const release = await enter(openai, asked.model, call)
  try {
    await talk(openai, call, { asked, prompt, tokens })
  } finally {
    release()
  }
}

function refuseWhatItCannot(model: SimulatedModel, prompt: Prompt, tokens: number): void {
  if (model.role === 'embedding') {
    throw refuse(400, 'This is not a chat model.', null, 'model')
  }
  if (prompt.messages.some((said) => said.images > 0) && !model.talents.includes('vision')) {
    const message = 'Invalid content type. image_url is only supported by certain models.'
    throw refuse(400, message, null, 'messages')
  }
  if (tokens < model.servedContext) return
  const limit = `This model's maximum context length is ${model.servedContext} tokens.`
  const found = `However, your messages resulted in ${tokens} tokens.`
  const advice = 'Please reduce the length of the messages.'
  throw refuse(400, `${limit} ${found} ${advice}`, 'context_length_exceeded', 'messages')
}

interface Talk {
  readonly asked: Asked
  readonly prompt: Prompt
  readonly tokens: number
}

async function talk(openai: OpenAi, call: Call, { asked, prompt, tokens }: Talk): Promise<void> {
  const body: OpenAiChatBody = call.body
  const { model } = asked
  const room = model.servedContext - tokens
  const said = answer(model, { ...prompt, maxTokens: Math.min(prompt.maxTokens, room) })
  await readPrompt(openai.state, model, { tokens, call })
  const report: Report = {
    model: asked.id,
    said,
    tokens,
    choices: asNumber(body.n) ?? 1,
    wantsUsage: wantsUsage(body),
    topLogprobs: body.logprobs === true ? (asNumber(body.top_logprobs) ?? 0) : undefined,
    reasoningField: openai.state.description.reasoningField,
    pieces: write(openai.state, model, { pieces: said.pieces, call }),
  }
  await (body.stream === true ? replyFrames(call, report) : replyWhole(call, report))
}
