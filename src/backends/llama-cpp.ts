import type { Agent } from 'undici'
import type { Backend, BackendKind, BackendSettings } from '../contracts/backend.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Placement } from '../contracts/model.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { openaiEmbeddings } from '../dialects/openai-embeddings.ts'
import { createAgent, createBriefAgent } from './wire/agent.ts'
import { chatCall } from './wire/chat-call.ts'
import { chatWire } from './wire/chat-wire.ts'
import { countCall } from './wire/count-call.ts'
import { embedCall } from './wire/embed-call.ts'
import { jsonCall } from './wire/json-call.ts'
import { LlamaCppLooker } from './wire/llama-cpp-look.ts'
import { probe } from './wire/probe.ts'

/** Without a load. */
const COUNTING = {
  path: '/v1/chat/completions/input_tokens?autoload=false',
  dialect: openaiChat,
  isCounted: (field: string) => field !== 'max_tokens',
}

/** llama.cpp's own server, with one model or with several. */
export const llamaCpp: BackendKind = {
  kind: 'llama.cpp',
  title: 'llama.cpp server',
  aliases: ['llama-cpp', 'llama_cpp', 'llamacpp', 'llama-swap', 'llamaswap'],
  ports: [8080, 9931],
  raisesContext: false,
  advice: {
    program: 'llama-server',
    start: 'llama-server -m MODEL.gguf --port 8080',
    addModel: 'start it with -m MODEL.gguf, or with --models-dir for several',
    longerContext: 'start it with -c 16384 times the number of its slots (-np)',
  },
  shorthand: { url: 'ROUTER_LLAMA_CPP_URL', defaultUrl: 'http://localhost:8080' },
  fingerprint,
  connect,
}

/** While it loads its model it answers nothing, but under its own name. */
async function fingerprint(url: string, signal: AbortSignal): Promise<boolean> {
  const props = await probe(url, '/props', signal)
  if (props === undefined) return false
  return (
    props.headers['server'] === 'llama.cpp' || 'default_generation_settings' in Object(props.json)
  )
}

/** A server with several models ends the connection after each answer that one of them gave, without having said so. */
function connect(settings: BackendSettings): Backend {
  const { connect: seconds } = settings.timeouts
  const kept = createAgent(seconds)
  const brief = createBriefAgent(seconds)
  const chatPath = { path: '/v1/chat/completions', dialect: openaiChat }
  const keptWire = chatWire(kept, settings, chatPath)
  const briefWire = chatWire(brief, settings, chatPath)
  const looker = new LlamaCppLooker(brief, settings)
  const wire = () => (looker.hasSeveral ? briefWire : keptWire)
  const embedPath = { settings, path: '/v1/embeddings', dialect: openaiEmbeddings }
  return {
    settings,
    look: (signal) => looker.look(signal),
    glance: (signal) => looker.glance(signal),
    load: async (call, signal) => (await looker.orders(signal)).load(call, signal),
    unload: async (placement, signal) => (await looker.orders(signal)).unload(placement, signal),
    chat: (call, listener) => chatCall(wire(), call, { ...call, unsupported: [] }, listener),
    embed: (call, signal) =>
      embedCall({ ...embedPath, agent: looker.hasSeveral ? brief : kept }, call, signal),
    countTokens: (call, signal) => countCall({ agent: brief, settings }, COUNTING, call, signal),
    idle: (placement, signal) => idle(brief, settings, placement, signal),
    async close() {
      await Promise.all([kept.close(), brief.close()])
    },
  }
}

/** No slot is at work. A model that is not loaded has none; throws a GatewayError when the server does not tell. */
async function idle(
  agent: Agent,
  settings: BackendSettings,
  { nativeId }: Placement,
  signal: AbortSignal,
): Promise<boolean> {
  const path = `/slots?model=${encodeURIComponent(nativeId)}&autoload=false`
  try {
    const slots = await jsonCall(agent, settings, { method: 'GET', path, timeoutMs: 5_000, signal })
    return Array.isArray(slots) && slots.every((slot) => Object(slot).is_processing !== true)
  } catch (thrown) {
    if (thrown instanceof GatewayError && thrown.code === 'model_not_found') return true
    throw thrown
  }
}
