import type { Answer, Prompt } from '../engine/answer.ts'
import { answer, promptTokens } from '../engine/answer.ts'
import type { Call } from '../engine/call.ts'
import type { SimulatedModel } from '../engine/description.ts'
import type { OpenAiChatBody } from '../engine/openai-prompt.ts'
import { readOpenAiPrompt, wantsUsage } from '../engine/openai-prompt.ts'
import { readPrompt, write } from '../engine/pace.ts'
import { asObject } from '../engine/read.ts'
import { Refusal } from '../engine/refusal.ts'
import type { ServerState } from '../engine/state.ts'
import type { Report } from './chat-reply.ts'
import { replyFrames, replyWhole } from './chat-reply.ts'
import type { Instance, Instances } from './instances.ts'
import { failure, invalid, refuse } from './refuse.ts'

interface ChatBody extends OpenAiChatBody {
  readonly chat_template_kwargs?: unknown
  readonly return_progress?: unknown
}

/** What the endpoints of a simulated llama.cpp share. */
export interface LlamaCpp {
  readonly state: ServerState
  readonly instances: Instances
}

/** `POST /v1/chat/completions` of the process that holds the model. */
export async function chat(llama: LlamaCpp, instance: Instance, call: Call): Promise<void> {
  const body: ChatBody = call.body
  const { model } = instance
  const prompt = readPromptOf(body)
  const tokens = promptTokens(model, prompt)
  const release = await llama.instances.enter(instance, call)
  try {
    refuseWhatItCannot(model, { body, prompt, tokens })
    const room = model.servedContext - tokens
    const said = answer(model, { ...prompt, maxTokens: Math.min(prompt.maxTokens, room) })
    await talk(llama.state, call, { model, body, said, tokens })
  } finally {
    release()
  }
}

interface Talk {
  readonly model: SimulatedModel
  readonly body: ChatBody
  readonly said: Answer
  readonly tokens: number
}

async function talk(
  state: ServerState,
  call: Call,
  { model, body, said, tokens }: Talk,
): Promise<void> {
  let promptMs = 0
  let decoding = 0
  const report: Report = {
    model: model.name,
    said,
    tokens,
    wantsUsage: wantsUsage(body),
    wantsProgress: body.return_progress === true,
    topLogprobs: topLogprobs(body),
    read: async () => {
      promptMs = await readPrompt(state, model, { tokens, call })
      decoding = performance.now()
    },
    pieces: write(state, model, { pieces: said.pieces, call }),
    timings: () =>
      timings({ tokens, promptMs, written: said.pieces.length, ms: performance.now() - decoding }),
  }
  await (body.stream === true ? replyFrames(call, report) : replyWhole(call, report))
}

function topLogprobs(body: ChatBody): number | undefined {
  if (body.logprobs !== true) return undefined
  return typeof body.top_logprobs === 'number' ? body.top_logprobs : 0
}

/** llama.cpp does not enforce a tool choice, and switches thinking off by a template argument. */
function readPromptOf(body: ChatBody): Prompt {
  if (!Array.isArray(body.messages)) throw invalid("'messages' is required")
  if (typeof body.n === 'number' && body.n > 1) {
    throw invalid('Only one completion choice is allowed')
  }
  const prompt = readOpenAiPrompt(body)
  const template = asObject<{ enable_thinking: boolean }>(body.chat_template_kwargs)
  const thinking = template.enable_thinking === false ? 'off' : prompt.thinking
  return { ...prompt, thinking, mustCall: undefined }
}

function refuseWhatItCannot(
  model: SimulatedModel,
  asked: { readonly body: ChatBody; readonly prompt: Prompt; readonly tokens: number },
): void {
  if (model.role === 'embedding') throw new Refusal(500, failure(NO_LOGITS))
  if (asked.prompt.messages.some((said) => said.images > 0) && !model.talents.includes('vision')) {
    throw new Refusal(500, failure(NO_VISION))
  }
  if (asked.tokens < model.servedContext) return
  const size = `${model.servedContext} tokens`
  throw refuse(
    400,
    'exceed_context_size_error',
    `request (${asked.tokens} tokens) exceeds the available context size (${size}), try increasing it`,
    { n_prompt_tokens: asked.tokens, n_ctx: model.servedContext },
  )
}

const NO_LOGITS = 'the current context does not logits computation. skipping'
const NO_VISION =
  'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'

function timings(work: {
  readonly tokens: number
  readonly promptMs: number
  readonly written: number
  readonly ms: number
}): object {
  return {
    cache_n: 0,
    prompt_n: work.tokens,
    prompt_ms: work.promptMs,
    prompt_per_token_ms: work.promptMs / work.tokens,
    prompt_per_second: (work.tokens * 1000) / work.promptMs,
    predicted_n: work.written,
    predicted_ms: work.ms,
    predicted_per_token_ms: work.ms / Math.max(work.written, 1),
    predicted_per_second: (work.written * 1000) / work.ms,
  }
}
