import { z } from 'zod'
import type { Capabilities, Fact, ModelFacts, ModelRole } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { inferred, reported } from './reported.ts'
import { tolerant } from './tolerant.ts'

/** One model in `/v1/models`, or in the `/models` of a server that manages several. */
export const LlamaCppModel = z.object({
  id: z.string().min(1),
  meta: tolerant.object({
    vocab_type: tolerant.count,
    n_ctx: tolerant.count,
    n_ctx_train: tolerant.count,
    n_embd: tolerant.count,
    n_params: tolerant.count,
    size: tolerant.count,
    ftype: tolerant.text,
  }),
  architecture: tolerant.object({
    input_modalities: tolerant.texts,
    output_modalities: tolerant.texts,
  }),
  status: tolerant.object({
    value: tolerant.text,
    args: tolerant.texts,
    failed: tolerant.flag,
    exit_code: tolerant.number,
  }),
})

export type LlamaCppModel = z.infer<typeof LlamaCppModel>

/** `/props`, of the server or of one of its models. */
export const LlamaCppProps = z.object({
  role: tolerant.text,
  build_info: tolerant.text,
  model_ftype: tolerant.text,
  is_sleeping: tolerant.flag,
  modalities: tolerant.object({ vision: tolerant.flag, audio: tolerant.flag }),
  default_generation_settings: tolerant.object({ n_ctx: tolerant.count }),
  chat_template_caps: tolerant.object({
    supports_tools: tolerant.flag,
    supports_tool_calls: tolerant.flag,
    supports_preserve_reasoning: tolerant.flag,
    supports_reasoning_effort: tolerant.flag,
  }),
})

export type LlamaCppProps = z.infer<typeof LlamaCppProps>

/** Facts of a model from its list entry and, while it is loaded, its properties. */
export function llamaCppFacts(model: LlamaCppModel, props: LlamaCppProps | undefined): ModelFacts {
  const { meta } = model
  const role = roleOf(model)
  const trained = meta?.n_ctx_train
  return {
    ...defined({
      role,
      parameters: reported(meta?.n_params === undefined ? undefined : meta.n_params / 1e9),
      quantisation: reported(quantisation(meta?.ftype ?? props?.model_ftype)),
      trainedContext: reported(trained),
      servedContext:
        reported(props?.default_generation_settings?.n_ctx ?? meta?.n_ctx) ??
        inferred(contextFromArguments(model.status?.args ?? [])),
      embeddingLength: reported(meta?.n_embd),
    }),
    capabilities: capabilitiesOf(model, props, role?.value ?? 'chat'),
  }
}

/** Why a model is not loaded although it was to be; undefined while that is tried again. */
export function loadProblem(status: LlamaCppModel['status']): string | undefined {
  if (status?.failed !== true || status.value !== 'unloaded') return undefined
  const code = status.exit_code === undefined ? '' : ` with exit code ${status.exit_code}`
  return `its process ended${code} when it was to be loaded`
}

/** The vocabulary that only BERT-like models have. */
const WORD_PIECE = 3

/** A server does not say whether it embeds or chats, unless by its arguments or its vocabulary. */
function roleOf({ meta, architecture, status }: LlamaCppModel): Fact<ModelRole> | undefined {
  const given = new Set(status?.args)
  if (given.has('--rerank') || given.has('--reranking')) return reported('other')
  if (given.has('--embedding') || given.has('--embeddings')) return reported('embedding')
  if (architecture?.output_modalities?.includes('text') === false) return reported('other')
  return meta?.vocab_type === WORD_PIECE ? inferred('embedding') : undefined
}

/** Formats are enforced by the server, whatever the model. */
function capabilitiesOf(
  { architecture }: LlamaCppModel,
  props: LlamaCppProps | undefined,
  role: ModelRole,
): Capabilities {
  const inputs = architecture?.input_modalities
  const caps = props?.chat_template_caps
  const thinks =
    caps?.supports_preserve_reasoning === true || caps?.supports_reasoning_effort === true
  return defined({
    vision: reported(props?.modalities?.vision ?? inputs?.includes('image')),
    audio: reported(props?.modalities?.audio ?? inputs?.includes('audio')),
    tools: reported(
      caps === undefined
        ? undefined
        : caps.supports_tools === true && caps.supports_tool_calls !== false,
    ),
    reasoning: inferred(thinks ? true : undefined),
    json: reported(role === 'chat'),
  })
}

const LONGEST_FTYPE = 60

/** `all F32` is F32, `Q4_K - Medium` is Q4_K_M; what is longer than any is none. */
function quantisation(ftype = ''): string | undefined {
  if (ftype === '' || ftype.length > LONGEST_FTYPE) return undefined
  const name = ftype.replace(/^(?:all|mostly) /, '').replace(/ \(.*\)$/, '')
  return name.replace(/ - (Small|Medium|Large)$/, (_, size: string) => `_${size.charAt(0)}`)
}

/** The context of one slot of a model that is not loaded: its share of all that it is to be loaded with. */
export function contextFromArguments(args: readonly string[]): number | undefined {
  const total = argument(args, ['--ctx-size', '-c'])
  const slots = argument(args, ['--parallel', '-np']) ?? 1
  return total === undefined ? undefined : Math.floor(total / slots)
}

function argument(args: readonly string[], names: readonly string[]): number | undefined {
  const value = Number(args[args.findLastIndex((arg) => names.includes(arg)) + 1])
  return Number.isInteger(value) && value > 0 ? value : undefined
}
