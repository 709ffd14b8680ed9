import type { Backend, BackendKind, BackendSettings } from '../contracts/backend.ts'
import { GatewayError } from '../contracts/errors.ts'
import { isCountedField } from '../dialects/anthropic/counted-field.ts'
import { anthropicMessages } from '../dialects/anthropic-messages.ts'
import { createAgent } from './wire/agent.ts'
import { anthropicLook } from './wire/anthropic-look.ts'
import { anthropicPeer } from './wire/anthropic-peer.ts'
import { chatCall } from './wire/chat-call.ts'
import { chatWire } from './wire/chat-wire.ts'
import { countCall } from './wire/count-call.ts'
import { noOrders } from './wire/model-orders.ts'
import { probe } from './wire/probe.ts'

const COUNTING = {
  path: '/v1/messages/count_tokens',
  dialect: anthropicMessages,
  isCounted: isCountedField,
}

/** Anthropic, and whoever else serves its Messages. */
export const anthropic: BackendKind = {
  kind: 'anthropic',
  title: 'Anthropic API',
  aliases: ['claude'],
  ports: [],
  raisesContext: false,
  advice: {
    program: 'anthropic-api-server',
    start: 'start the server there',
    addModel: 'name its models in full under models: in smarterrouter.yaml',
    longerContext: 'choose a model that serves more',
  },
  shorthand: {
    url: 'ROUTER_ANTHROPIC_BASE_URL',
    defaultUrl: 'https://api.anthropic.com',
    apiKey: 'ROUTER_ANTHROPIC_API_KEY',
  },
  fingerprint,
  connect,
}

/** Nobody else refuses requests that lack a key or a version in such words. */
async function fingerprint(url: string, signal: AbortSignal): Promise<boolean> {
  const models = await probe(url, '/v1/models', signal)
  if (models === undefined || ![400, 401].includes(models.status)) return false
  const { type, error } = Object(models.json) as {
    readonly type?: unknown
    readonly error?: unknown
  }
  return type === 'error' && typeof Object(error).type === 'string'
}

function connect(settings: BackendSettings): Backend {
  const agent = createAgent(settings.timeouts.connect)
  const peer = anthropicPeer(settings)
  const link = { agent, settings: peer }
  const wire = chatWire(agent, peer, { path: '/v1/messages', dialect: anthropicMessages })
  return {
    settings,
    ...noOrders(settings.name),
    look: (signal) => anthropicLook(link, signal),
    chat: (call, listener) => chatCall(wire, call, { ...call, unsupported: [] }, listener),
    countTokens: (call, signal) => countCall(link, COUNTING, call, signal),
    embed: async () => {
      throw embedsNothing(settings.name)
    },
    close: () => agent.close(),
  }
}

function embedsNothing(backend: string): GatewayError {
  const message = `The backend ${backend} embeds nothing: Anthropic's API has no embeddings.`
  return new GatewayError('unsupported_content', message, { backend })
}
