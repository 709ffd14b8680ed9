import { z } from 'zod'
import type { Capabilities, ModelFacts, ModelRole } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { ListedPricing, listedPrice } from './listed-price.ts'
import { reported } from './reported.ts'
import { tolerant } from './tolerant.ts'

/** One model as the many servers list it that speak OpenAI's language: everything but a name is missing somewhere. */
export const OpenaiModel = z.object({
  id: tolerant.text,
  name: tolerant.text,
  model: tolerant.text,
  type: tolerant.text,
  max_model_len: tolerant.count,
  context_length: tolerant.count,
  context_window: tolerant.count,
  max_context_length: tolerant.count,
  top_provider: tolerant.object({ context_length: tolerant.count }),
  meta: tolerant.object({
    n_ctx: tolerant.count,
    n_ctx_train: tolerant.count,
    n_embd: tolerant.count,
    n_params: tolerant.count,
    size: tolerant.count,
  }),
  architecture: tolerant.object({
    input_modalities: tolerant.texts,
    output_modalities: tolerant.texts,
  }),
  supported_parameters: tolerant.texts,
  pricing: ListedPricing,
  capabilities: z.unknown().optional(),
})

export type OpenaiModel = z.infer<typeof OpenaiModel>

/** The listed models; undefined when the answer holds no list. Takes `{data: […]}`, `{models: […]}` and a bare list. */
export function readOpenaiModels(answer: unknown): ReadonlyMap<string, OpenaiModel> | undefined {
  const { data, models } = Object(answer) as { readonly data?: unknown; readonly models?: unknown }
  const list = [answer, data, models].find((each) => Array.isArray(each))
  if (list === undefined) return undefined
  const read = new Map<string, OpenaiModel>()
  for (const each of list) {
    const model = OpenaiModel.safeParse(typeof each === 'string' ? { id: each } : each).data
    const id = model?.id ?? model?.model ?? model?.name
    if (model !== undefined && id !== undefined) read.set(id, model)
  }
  return read
}

/** Facts under all the names that servers give them. */
export function openaiFacts(model: OpenaiModel): ModelFacts {
  const { meta } = model
  const own = capabilityNotes(model.capabilities)
  return {
    ...defined({
      role: reported(roleOf(model, own)),
      parameters: reported(meta?.n_params === undefined ? undefined : meta.n_params / 1e9),
      trainedContext: reported(meta?.n_ctx_train),
      servedContext: reported(servedContext(model, own)),
      embeddingLength: reported(meta?.n_embd),
      price: reported(listedPrice(model.pricing)),
    }),
    capabilities: capabilitiesOf(model, own),
  }
}

function servedContext(model: OpenaiModel, own: Notes): number | undefined {
  return (
    model.max_model_len ??
    model.meta?.n_ctx ??
    model.context_length ??
    model.context_window ??
    model.max_context_length ??
    model.top_provider?.context_length ??
    own.context
  )
}

const ROLES: ReadonlyMap<string, ModelRole> = new Map([
  ['chat', 'chat'],
  ['language', 'chat'],
  ['llm', 'chat'],
  ['vlm', 'chat'],
  ['embedding', 'embedding'],
  ['embeddings', 'embedding'],
  ['audio', 'other'],
  ['image', 'other'],
  ['moderation', 'other'],
  ['rerank', 'other'],
  ['transcribe', 'other'],
  ['video', 'other'],
])

function roleOf({ type, architecture }: OpenaiModel, own: Notes): ModelRole | undefined {
  const outputs = architecture?.output_modalities ?? own.out
  if (own.reranker === true) return 'other'
  if (outputs?.some((output) => output.startsWith('embedding'))) return 'embedding'
  if (outputs !== undefined && outputs.length > 0 && !outputs.includes('text')) return 'other'
  return ROLES.get(type ?? '') ?? (own.completion_chat === true ? 'chat' : undefined)
}

function capabilitiesOf(model: OpenaiModel, own: Notes): Capabilities {
  const inputs = model.architecture?.input_modalities ?? own.in
  const parameters = model.supported_parameters
  const takes = (...names: readonly string[]): boolean | undefined =>
    parameters === undefined ? undefined : names.some((name) => parameters.includes(name))
  return defined({
    vision: reported(
      inputs?.includes('image') ?? own.vision ?? (model.type === 'vlm' || undefined),
    ),
    audio: reported(inputs?.includes('audio')),
    tools: reported(takes('tools') ?? own.tools ?? own.function_calling ?? own.tool_use),
    reasoning: reported(takes('reasoning', 'include_reasoning') ?? own.reasoning),
    json: reported(takes('response_format', 'structured_outputs')),
  })
}

const Notes = z.object({
  context: tolerant.count,
  in: tolerant.texts,
  out: tolerant.texts,
  reranker: tolerant.flag,
  completion_chat: tolerant.flag,
  vision: tolerant.flag,
  tools: tolerant.flag,
  function_calling: tolerant.flag,
  tool_use: tolerant.flag,
  reasoning: tolerant.flag,
})

type Notes = Partial<z.infer<typeof Notes>>

/** `capabilities` is an object of flags and limits, or a list of names. */
function capabilityNotes(capabilities: unknown): Notes {
  if (capabilities === undefined || capabilities === null) return {}
  const named = Array.isArray(capabilities)
    ? Object.fromEntries(capabilities.map((name) => [String(name), true]))
    : capabilities
  return Notes.safeParse(named).data ?? {}
}
