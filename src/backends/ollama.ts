import type { Backend, BackendKind, BackendSettings } from '../contracts/backend.ts'
import { ollamaChat } from '../dialects/ollama-chat.ts'
import { ollamaEmbed } from '../dialects/ollama-embed.ts'
import { createAgent } from './wire/agent.ts'
import { chatCall } from './wire/chat-call.ts'
import { chatWire } from './wire/chat-wire.ts'
import { embedCall } from './wire/embed-call.ts'
import { OllamaLooker } from './wire/ollama-look.ts'
import { ollamaOrders } from './wire/ollama-orders.ts'
import { probe } from './wire/probe.ts'

/** Ollama by its own API: only there can the context be set, and failures in mid-stream be seen. */
export const ollama: BackendKind = {
  kind: 'ollama',
  title: 'Ollama',
  aliases: [],
  ports: [11434],
  raisesContext: true,
  advice: {
    program: 'ollama',
    start: 'ollama serve',
    addModel: 'ollama pull llama3.2',
    longerContext: 'start it with OLLAMA_CONTEXT_LENGTH=16384 in its environment',
  },
  shorthand: { url: 'ROUTER_OLLAMA_URL', defaultUrl: 'http://localhost:11434' },
  fingerprint,
  connect,
}

async function fingerprint(url: string, signal: AbortSignal): Promise<boolean> {
  const version = await probe(url, '/api/version', signal)
  return version?.status === 200 && typeof Object(version.json).version === 'string'
}

function connect(settings: BackendSettings): Backend {
  const agent = createAgent(settings.timeouts.connect)
  const wire = chatWire(agent, settings, { path: '/api/chat', dialect: ollamaChat })
  const looker = new OllamaLooker(agent, settings)
  return {
    settings,
    look: (signal) => looker.look(signal),
    glance: (signal) => looker.glance(signal),
    ...ollamaOrders({ agent, settings }),
    chat: (call, listener) => chatCall(wire, call, { ...call, unsupported: [] }, listener),
    embed: (call, signal) =>
      embedCall({ agent, settings, path: '/api/embed', dialect: ollamaEmbed }, call, signal),
    close: () => agent.close(),
  }
}
