import { z } from 'zod'
import type { ReportedModel } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { billions } from './billions.ts'
import { type OpenaiModel, openaiFacts } from './openai-models.ts'
import { inferred, reported } from './reported.ts'
import { tolerant } from './tolerant.ts'

/** Its own list since 0.4, and the one before that. */
export const LM_STUDIO = '/api/v1/models'
export const LM_STUDIO_OLD = '/api/v0/models'

const Model = z.object({
  key: z.string().min(1),
  type: tolerant.text,
  quantization: tolerant.object({ name: tolerant.text }),
  size_bytes: tolerant.count,
  params_string: tolerant.text,
  loaded_instances: z.array(
    z.object({
      id: z.string().min(1),
      config: tolerant.object({ context_length: tolerant.count }),
    }),
  ),
  max_context_length: tolerant.count,
  capabilities: tolerant.object({
    vision: tolerant.flag,
    trained_for_tool_use: tolerant.flag,
    reasoning: z.unknown().optional(),
  }),
})

const OldModel = z.object({
  id: z.string().min(1),
  type: tolerant.text,
  quantization: tolerant.text,
  state: z.string(),
  max_context_length: tolerant.count,
  loaded_context_length: tolerant.count,
  capabilities: tolerant.texts,
})

const Models = z.object({ models: tolerant.list(Model) })
const OldModels = z.object({ data: tolerant.list(OldModel) })

/** What LM Studio adds about one model, whichever of its lists it stands in. */
export interface LmStudioModel {
  readonly type: string | undefined
  readonly quantisation: string | undefined
  readonly sizeBytes?: number | undefined
  /** In billions. */
  readonly parameters?: number | undefined
  /** The longest context it can be loaded with. */
  readonly longest: number | undefined
  /** What it is loaded with now. */
  readonly context: number | undefined
  /** Flags by the names of OpenAI-like lists, or a list of such names. */
  readonly capabilities: unknown
  readonly loaded: boolean
  /** Ids of what is in memory, where orders to unload need them. */
  readonly instances: readonly string[]
}

/** What LM Studio loads a model with when nobody says otherwise. */
const DEFAULT_CONTEXT = 4096

/** Its models by every id that they answer to; undefined when the answer is no list of LM Studio's. */
export function readLmStudio(answer: unknown): ReadonlyMap<string, LmStudioModel> | undefined {
  const models = Models.safeParse(answer).data?.models ?? []
  const named = models.flatMap(entriesOf)
  return named.length === 0 ? undefined : new Map(named)
}

/** The same from the list of servers before 0.4. */
export function readOldLmStudio(answer: unknown): ReadonlyMap<string, LmStudioModel> | undefined {
  const models = OldModels.safeParse(answer).data?.data ?? []
  if (models.length === 0) return undefined
  return new Map(
    models.map((model) => [
      model.id,
      {
        type: model.type,
        quantisation: model.quantization,
        longest: model.max_context_length,
        context: model.loaded_context_length,
        capabilities: model.capabilities,
        loaded: model.state === 'loaded',
        instances: [],
      },
    ]),
  )
}

/** A model in memory more than once has an id for each instance; its key may mean any of them. */
function entriesOf(model: z.infer<typeof Model>): [string, LmStudioModel][] {
  const instances = model.loaded_instances
  const contexts = instances.flatMap(({ config }) => config?.context_length ?? [])
  const { vision, trained_for_tool_use: tools, reasoning } = model.capabilities ?? {}
  const shared = {
    type: model.type,
    quantisation: model.quantization?.name,
    sizeBytes: model.size_bytes,
    parameters: billions(model.params_string),
    longest: model.max_context_length,
    capabilities: model.capabilities && { vision, tools, reasoning: reasoning !== undefined },
    loaded: instances.length > 0,
    instances: instances.map(({ id }) => id),
  }
  const smallest = contexts.length === 0 ? undefined : Math.min(...contexts)
  return [
    ...instances.map(({ id, config }): [string, LmStudioModel] => [
      id,
      { ...shared, context: config?.context_length, instances: [id] },
    ]),
    [model.key, { ...shared, context: smallest }],
  ]
}

/** A listed model with what LM Studio knows about it. */
export function withLmStudio(
  listed: OpenaiModel,
  { type, capabilities, ...model }: LmStudioModel,
): Pick<ReportedModel, 'facts' | 'loaded' | 'sizeBytes'> {
  const facts = openaiFacts({ ...listed, type, capabilities })
  return {
    ...defined({ sizeBytes: model.sizeBytes }),
    loaded: model.loaded,
    facts: {
      ...facts,
      ...defined({
        parameters: reported(model.parameters) ?? facts.parameters,
        quantisation: reported(model.quantisation),
        trainedContext: reported(model.longest) ?? facts.trainedContext,
        servedContext:
          reported(model.context) ??
          inferred(Math.min(DEFAULT_CONTEXT, model.longest ?? Number.POSITIVE_INFINITY)),
      }),
    },
  }
}
