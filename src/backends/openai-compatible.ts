import type { Backend, BackendKind, BackendSettings } from '../contracts/backend.ts'
import type { CallTarget } from '../contracts/dialect.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { openaiEmbeddings } from '../dialects/openai-embeddings.ts'
import { createAgent } from './wire/agent.ts'
import { chatCall } from './wire/chat-call.ts'
import { chatWire } from './wire/chat-wire.ts'
import { embedCall } from './wire/embed-call.ts'
import { OpenaiLooker } from './wire/openai-look.ts'
import { readOpenaiModels } from './wire/openai-models.ts'
import { probe } from './wire/probe.ts'

/** Whatever speaks OpenAI's language: OpenAI, OpenRouter, vLLM, SGLang, LM Studio, LocalAI, llama-swap and others. */
export const openaiCompatible: BackendKind = {
  kind: 'openai',
  title: 'OpenAI-compatible API',
  aliases: ['openai-compatible', 'openai_compatible'],
  ports: [1234, 8000, 30000, 5800, 9292, 40114],
  raisesContext: false,
  advice: {
    program: 'vllm',
    start: 'start the server there (vLLM: vllm serve MODEL; LM Studio: lms server start)',
    addModel: 'load one there (LM Studio: lms load MODEL; vLLM: vllm serve MODEL)',
    longerContext: 'vLLM: --max-model-len 16384; LM Studio: lms load MODEL --context-length 16384',
  },
  shorthand: {
    url: 'ROUTER_OPENAI_BASE_URL',
    defaultUrl: 'https://api.openai.com',
    apiKey: 'ROUTER_OPENAI_API_KEY',
  },
  fingerprint,
  connect,
}

async function fingerprint(url: string, signal: AbortSignal): Promise<boolean> {
  const models = await probe(url, '/v1/models', signal)
  return models?.status === 200 && readOpenaiModels(models.json) !== undefined
}

function connect(settings: BackendSettings): Backend {
  const agent = createAgent(settings.timeouts.connect)
  const wire = chatWire(agent, settings, { path: '/v1/chat/completions', dialect: openaiChat })
  const looker = new OpenaiLooker(agent, settings)
  const habits = habitsOf(settings.url)
  return {
    settings,
    look: (signal) => looker.look(signal),
    glance: (signal) => looker.glance(signal),
    load: async (call, signal) => (await looker.orders(signal)).load(call, signal),
    unload: async (placement, signal) => (await looker.orders(signal)).unload(placement, signal),
    chat: (call, listener) => chatCall(wire, call, { ...call, ...habits }, listener),
    embed: (call, signal) =>
      embedCall(
        { agent, settings, path: '/v1/embeddings', dialect: openaiEmbeddings },
        call,
        signal,
      ),
    close: () => agent.close(),
  }
}

/** OpenAI itself refuses fields of others' making, and its newer models the older spelling of the limit; nobody else does. */
function habitsOf(url: string): Pick<CallTarget, 'unsupported' | 'limitSpelling'> {
  if (new URL(url).hostname !== 'api.openai.com') return { unsupported: [] }
  return { unsupported: ['top_k', 'min_p', 'repeat_penalty'], limitSpelling: 'newer' }
}
