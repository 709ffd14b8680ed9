import type { ModelInput } from '../../../src/demo/engine/description.ts'
import type { Fault } from '../../../src/demo/engine/fault.ts'
import { type Router, startRouter } from '../router.ts'
import { type Simulator, startSimulator } from '../simulators.ts'

export const KINDS = ['ollama', 'llama.cpp', 'openai', 'anthropic'] as const
export type Kind = (typeof KINDS)[number]

export const CLIENTS = ['chat', 'messages'] as const
/** The dialect that a client speaks. */
export type Client = (typeof CLIENTS)[number]

export const CLIENT_PATHS: Readonly<Record<Client, string>> = {
  chat: '/v1/chat/completions',
  messages: '/v1/messages',
}
export const SERVER_PATHS: Readonly<Record<Kind, string>> = {
  ollama: '/api/chat',
  'llama.cpp': '/v1/chat/completions',
  openai: '/v1/chat/completions',
  anthropic: '/v1/messages',
}

/** Whether servers of this kind get this client's bytes as they are. */
export function isOwn(client: Client, kind: Kind): boolean {
  return SERVER_PATHS[kind] === CLIENT_PATHS[client]
}

/** A simulated server of some kind with a router before it. */
export interface Stage {
  readonly kind: Kind
  readonly simulator: Simulator
  readonly router: Router
  /** The model that can do all. */
  readonly model: string
  /** Another one, to be failed and given up on: what is learned of it harms nobody else. */
  spare(): string
  /** Has the next call of this model, or of any, fail. */
  order(fault: Fault): Promise<unknown>
  stop(): Promise<void>
}

const CONTEXT = 16_384
const SPARES = 40
/** What the router knows each server by. */
export const BACKEND_KEY = 'backend-key'

/** Models that take something else than those before them. */
const NEWER: Readonly<Record<Kind, readonly string[]>> = {
  ollama: [],
  'llama.cpp': [],
  openai: [],
  anthropic: ['claude-sonnet-5'],
}

/** Starts both. The server works on one request of a model at once. */
export async function startStage(kind: Kind): Promise<Stage> {
  const model = modelOf(kind)
  const spares = Array.from({ length: SPARES }, (_, at) => `spare-${at}`)
  const simulator = await simulatorOf(kind, [model, ...NEWER[kind], ...spares].map(simulated))
  const router = await startRouter({ yaml: `backends:\n${backendLine(kind, simulator.url)}` })
  return {
    kind,
    simulator,
    router,
    model,
    spare() {
      const spare = spares.pop()
      if (spare === undefined) throw new Error('No model is left to be given up on.')
      return spare
    },
    order: (fault) => simulator.control({ fail: { times: 1, ...fault } }),
    async stop() {
      await router.stop()
      await simulator.stop()
    },
  }
}

/** A simulated server with these models. */
export function simulatorOf(kind: Kind, models: readonly ModelInput[]): Promise<Simulator> {
  const apiKey = kind === 'anthropic' ? { apiKey: BACKEND_KEY } : {}
  return startSimulator(kind, { models, router: kind === 'llama.cpp', ...apiKey })
}

/** A backend in `smarterrouter.yaml`, named after its kind; `more` is added as it is. */
export function backendLine(kind: Kind, url: string, more = ''): string {
  const name = kind.replace('.', '-')
  return `  - { name: ${name}, kind: ${kind}, url: '${url}', api_key: ${BACKEND_KEY}${more} }`
}

/** A name that tells what the model is: to Claudes not everything may be sent. */
export function modelOf(kind: Kind): string {
  return kind === 'anthropic' ? 'claude-sonnet-4-5' : 'qwen3-vl:8b'
}

/** A model that can do all; an OpenAI-compatible list tells that in `extra`. */
export function simulated(name: string): ModelInput {
  const modalities = { input_modalities: ['text', 'image'], output_modalities: ['text'] }
  return {
    name,
    parameters: 8,
    talents: ['tools', 'vision', 'thinking'],
    trainedContext: CONTEXT,
    servedContext: CONTEXT,
    modelfile: { num_ctx: CONTEXT },
    extra: { architecture: modalities, max_model_len: CONTEXT },
  }
}

/** Posts a body as it is, in the client's own dialect. */
export function post(
  router: Router,
  client: Client,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${router.url}${CLIENT_PATHS[client]}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...OWN_HEADERS[client], ...headers },
    body: JSON.stringify(body),
  })
}

const OWN_HEADERS: Readonly<Record<Client, Readonly<Record<string, string>>>> = {
  chat: {},
  messages: { 'anthropic-version': '2023-06-01', 'x-api-key': 'of-the-client' },
}

/** What a server was sent last. */
export interface Sent {
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

export async function lastSent({ simulator }: Pick<Stage, 'simulator'>, kind: Kind): Promise<Sent> {
  const { recent } = await simulator.stats()
  const last = recent.findLast(({ path }) => path === SERVER_PATHS[kind])
  if (last === undefined) throw new Error('The server was not asked.')
  return { body: JSON.parse(last.body), headers: last.headers }
}

/** The paths of a body's members that are null: no dialect needs any, and many a server refuses them. */
export function nullsIn(value: unknown, path = ''): readonly string[] {
  if (value === null) return [path]
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => nullsIn(inner, `${path}.${key}`))
}
