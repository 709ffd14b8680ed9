import { z } from 'zod'
import type { ReportedModel } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { type OpenaiModel, openaiFacts } from './openai-models.ts'
import { inferred, reported } from './reported.ts'
import { tolerant } from './tolerant.ts'

/** What LM Studio adds in its own list, `/api/v0/models`. */
const LmStudioModel = z.object({
  id: z.string().min(1),
  type: tolerant.text,
  quantization: tolerant.text,
  state: tolerant.text,
  max_context_length: tolerant.count,
  loaded_context_length: tolerant.count,
  capabilities: tolerant.texts,
})

export type LmStudioModel = z.infer<typeof LmStudioModel>

const Models = z.object({ data: tolerant.list(LmStudioModel) })

/** What LM Studio loads a model with when nobody says otherwise. */
const DEFAULT_CONTEXT = 4096

/** Its models by id; none when the answer is not LM Studio's. */
export function readLmStudioModels(answer: unknown): ReadonlyMap<string, LmStudioModel> {
  const models = Models.safeParse(answer).data?.data ?? []
  return new Map(
    models.filter(({ state }) => state !== undefined).map((model) => [model.id, model]),
  )
}

/** A listed model with what LM Studio knows about it: there the longest context is the trained one. */
export function withLmStudio(
  listed: OpenaiModel,
  model: LmStudioModel,
): Pick<ReportedModel, 'facts' | 'loaded'> {
  const trained = model.max_context_length
  const { type, capabilities } = model
  const facts = openaiFacts({ ...listed, type, capabilities })
  return {
    loaded: model.state === 'loaded',
    facts: {
      ...facts,
      ...defined({
        quantisation: reported(model.quantization),
        trainedContext: reported(trained) ?? facts.trainedContext,
        servedContext:
          reported(model.loaded_context_length) ??
          inferred(Math.min(DEFAULT_CONTEXT, trained ?? Infinity)),
      }),
    },
  }
}
