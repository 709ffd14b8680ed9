import { createHash } from 'node:crypto'
import type { Json } from '../../contracts/json.ts'

type Talent = 'tools' | 'vision' | 'thinking'

/** Tokens a second while reading and writing, seconds to load; 0 = no time at all. */
interface Speed {
  readonly prefill: number
  readonly decode: number
  readonly load: number
}

/** A model as a simulated server knows it. */
export interface SimulatedModel {
  readonly name: string
  readonly role: 'chat' | 'embedding'
  /** Architecture, such as `llama`. */
  readonly family: string
  /** In billions. */
  readonly parameters: number
  readonly quantisation: string
  readonly sizeBytes: number
  readonly digest: string
  readonly trainedContext: number
  /** Tokens served when nobody asks for another number (per slot). */
  readonly servedContext: number
  readonly embeddingLength: number
  readonly talents: readonly Talent[]
  /** 0 to 1 by family of work: what the `quiz` directive is decided by. */
  readonly skill: Readonly<Record<string, number>>
  readonly speed: Speed
  /** Path of a JSON file of what it says, by the text of the last user message; empty = none. */
  readonly replies: string
  /** Its load fails. */
  readonly broken: boolean
  /** Put around every answer that no directive decides and that is no JSON. */
  readonly opening: string
  readonly closing: string
  /** Ollama's Modelfile parameters, such as `num_ctx`. */
  readonly modelfile: Readonly<Record<string, string | number | undefined>> & {
    readonly num_ctx?: number
  }
  /** Ollama's cloud models name the host that answers for them. */
  readonly remoteHost?: string
  /** Anthropic: the most tokens that a request may ask of it. */
  readonly maxOutput: number
  /** Fields added to its entry in an OpenAI-compatible or Anthropic list, such as `max_model_len`. */
  readonly extra: Readonly<Record<string, Json>>
}

/** Everything that configures a simulated server; each kind reads what concerns it. */
export interface ServerDescription {
  readonly models: readonly SimulatedModel[]
  /** Requests that one loaded model works on at once. */
  readonly slots: number
  /** Models in memory at once; 0 = no limit. */
  readonly maxLoaded: number
  /** Requests that may wait before the next is refused. */
  readonly maxQueue: number
  readonly version: string
  /** Ollama: how long an idle model stays, in seconds; negative = for ever. */
  readonly keepAlive: number
  /** Ollama: list capabilities and context in `/api/tags`, as newer versions do. */
  readonly richTags: boolean
  /** llama.cpp: many models behind one server, loaded on demand. */
  readonly router: boolean
  /** OpenAI-compatible and Anthropic: the key that is asked for; empty = none. */
  readonly apiKey: string
  /** OpenAI-compatible: put before every model id. */
  readonly prefix: string
  /** OpenAI-compatible: path before `/v1`. */
  readonly basePath: string
  /** OpenAI-compatible: the field that carries thoughts. */
  readonly reasoningField: 'reasoning' | 'reasoning_content'
  /** OpenAI-compatible and Anthropic: body fields answered with 400; Anthropic also knows `thinking.enabled` and its like. */
  readonly refuses: readonly string[]
  /** OpenAI-compatible: whose page of metrics it serves at `/metrics`; empty = none. */
  readonly metrics: '' | 'vllm' | 'sglang'
}

export type ModelInput = Pick<SimulatedModel, 'name'> &
  Partial<Omit<SimulatedModel, 'speed'>> & { readonly speed?: Partial<Speed> }

export type ServerInput = Partial<Omit<ServerDescription, 'models'>> & {
  readonly models?: readonly ModelInput[]
}

/** Fills in the defaults of a server; a misspelt field throws, so that no test believes it was set. */
export function describeServer(input: ServerInput): ServerDescription {
  refuseUnknown(input, Object.keys(SERVER))
  return { ...SERVER, ...input, models: (input.models ?? []).map(describeModel) }
}

/** The same for one model, also for one that is added at run time. */
export function describeModel(input: ModelInput): SimulatedModel {
  refuseUnknown(input, [...Object.keys(MODEL), 'name', 'digest', 'sizeBytes', 'remoteHost'])
  const parameters = input.parameters ?? MODEL.parameters
  return {
    sizeBytes: Math.round(parameters * 620_000_000),
    digest: createHash('sha256').update(input.name).digest('hex'),
    ...MODEL,
    ...input,
    speed: { ...MODEL.speed, ...input.speed },
  }
}

const MODEL = {
  role: 'chat',
  family: 'llama',
  parameters: 3.2,
  quantisation: 'Q4_K_M',
  trainedContext: 32_768,
  servedContext: 4096,
  maxOutput: 64_000,
  embeddingLength: 64,
  talents: [],
  skill: {},
  speed: { prefill: 0, decode: 0, load: 0 },
  replies: '',
  broken: false,
  opening: '',
  closing: '',
  modelfile: {},
  extra: {},
} as const satisfies Partial<SimulatedModel>

const SERVER: ServerDescription = {
  models: [],
  slots: 1,
  maxLoaded: 0,
  maxQueue: 512,
  version: '0.24.0',
  keepAlive: 300,
  richTags: false,
  router: false,
  apiKey: '',
  prefix: '',
  basePath: '',
  reasoningField: 'reasoning_content',
  refuses: [],
  metrics: '',
}

function refuseUnknown(input: object, known: readonly string[]): void {
  const unknown = Object.keys(input).filter((key) => !known.includes(key))
  if (unknown.length > 0) throw new Error(`Unknown field of a simulation: ${unknown.join(', ')}`)
}
