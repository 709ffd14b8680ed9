import { z } from 'zod'
import { contentBlock } from './content-block.ts'

const message = z.looseObject({
  role: z.enum(['user', 'assistant', 'system']),
  content: z.union([z.string(), z.array(contentBlock)]),
})

const textBlock = z.looseObject({ type: z.literal('text'), text: z.string() })

/** A tool of the server's own has a type of its own and no schema. */
const tool = z
  .looseObject({
    type: z.string().nullish(),
    name: z.string().min(1).max(128).optional(),
    description: z.string().nullish(),
    input_schema: z.looseObject({}).nullish(),
  })
  .refine(({ name, input_schema }) => name !== undefined || input_schema == null, {
    path: ['name'],
    message: 'is missing',
  })

const toolChoice = z
  .looseObject({
    type: z.enum(['auto', 'any', 'tool', 'none']),
    name: z.string().nullish(),
    disable_parallel_tool_use: z.boolean().nullish(),
  })
  .refine(({ type, name }) => type !== 'tool' || name != null, {
    path: ['name'],
    message: 'is missing',
  })

const thinking = z
  .looseObject({
    type: z.enum(['enabled', 'disabled', 'adaptive', 'between_tools']),
    budget_tokens: z.int().min(1).nullish(),
  })
  .refine((value) => value.type !== 'enabled' || value.budget_tokens != null, {
    path: ['budget_tokens'],
    message: 'is missing',
  })

const format = z.looseObject({ type: z.string(), schema: z.looseObject({}).nullish() })

const stop = z.string().regex(/\S/, 'must not be empty or only white space')

const body = {
  model: z.string().max(512).nullish(),
  messages: z.array(message).min(1),
  system: z.union([z.string(), z.array(textBlock)]).nullish(),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.int().min(0).nullish(),
  stop_sequences: z.array(stop).max(8191).nullish(),
  tools: z.array(tool).max(1024).nullish(),
  tool_choice: toolChoice.nullish(),
  thinking: thinking.nullish(),
  metadata: z.looseObject({ user_id: z.string().nullish() }).nullish(),
  output_config: z
    .looseObject({ effort: z.string().nullish(), format: format.nullish() })
    .nullish(),
  output_format: format.nullish(),
}

/** The body of a Messages request, as far as it is read; everything else in it passes. */
export const anthropicBody = z.looseObject({ ...body, max_tokens: z.int().min(1) })

/** The body of a request that only asks how many tokens it has. */
export const anthropicCountBody = z.looseObject({ ...body, max_tokens: z.int().min(1).nullish() })

export type AnthropicBody = z.infer<typeof anthropicCountBody>
