import { z } from 'zod'
import type { ModelFacts } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { OpenaiModel, openaiFacts } from './openai-models.ts'
import { reported } from './reported.ts'
import { tolerant } from './tolerant.ts'

const support = tolerant.object({ supported: tolerant.flag })

const AnthropicModel = z.object({
  id: tolerant.text,
  lifecycle: tolerant.text,
  max_input_tokens: tolerant.count,
  capabilities: tolerant.object({
    image_input: support,
    structured_outputs: support,
    thinking: support,
  }),
})

const Page = z.object({
  data: z.array(z.unknown()),
  has_more: tolerant.flag,
  last_id: tolerant.text,
})

export interface ModelPage {
  readonly models: ReadonlyMap<string, ModelFacts>
  /** What the next page comes after; undefined = there is none. */
  readonly next: string | undefined
}

/** One page of a list of models; undefined when the answer is none. */
export function readAnthropicModels(answer: unknown): ModelPage | undefined {
  const page = Page.safeParse(answer).data
  if (page === undefined) return undefined
  const models = new Map(page.data.flatMap(toEntry))
  return { models, next: page.has_more === true ? page.last_id : undefined }
}

/** Retired models stay in the list, but answer nothing. Other servers of this kind list as OpenAI does. */
function toEntry(listed: unknown): readonly (readonly [string, ModelFacts])[] {
  const model = AnthropicModel.safeParse(listed).data
  if (model?.id === undefined || model.lifecycle === 'retired') return []
  const { max_input_tokens: context, capabilities: can } = model
  const common = openaiFacts(OpenaiModel.parse(listed))
  const facts = defined({
    servedContext: reported(context),
    trainedContext: reported(context),
  })
  const capabilities = defined({
    vision: reported(can?.image_input?.supported),
    json: reported(can?.structured_outputs?.supported),
    reasoning: reported(can?.thinking?.supported),
  })
  return [
    [model.id, { ...common, ...facts, capabilities: { ...common.capabilities, ...capabilities } }],
  ]
}
