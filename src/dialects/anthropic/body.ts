import { z } from 'zod'

/** What each kind of block is about; without it the block says nothing. */
const NEEDED: Readonly<Record<string, readonly BlockField[]>> = {
  text: ['text'],
  image: ['source'],
  document: ['source'],
  thinking: ['thinking'],
  tool_use: ['id', 'name', 'input'],
  tool_result: ['tool_use_id'],
}

type BlockField = 'text' | 'source' | 'thinking' | 'id' | 'name' | 'input' | 'tool_use_id'

const NEEDED_OF_SOURCE: Readonly<Record<string, readonly ('media_type' | 'data' | 'url')[]>> = {
  base64: ['media_type', 'data'],
  text: ['data'],
  url: ['url'],
}

const source = z
  .looseObject({
    type: z.string(),
    media_type: z.string().nullish(),
    data: z.string().nullish(),
    url: z.string().nullish(),
    content: z.unknown().optional(),
  })
  .check(({ value, issues }) => {
    const missing = NEEDED_OF_SOURCE[value.type]?.find((field) => value[field] == null)
    if (missing !== undefined)
      issues.push({ code: 'custom', path: [missing], message: 'is missing', input: value })
  })

const blockFields = {
  type: z.string(),
  text: z.string().optional(),
  source: source.optional(),
  title: z.string().nullish(),
  thinking: z.string().optional(),
  signature: z.string().nullish(),
  id: z.string().optional(),
  name: z.string().min(1).optional(),
  input: z.looseObject({}).optional(),
  tool_use_id: z.string().optional(),
  is_error: z.boolean().nullish(),
}

/** Within a tool's result. */
const innerBlock = z.looseObject(blockFields).check(refuseHollow)

const block = z
  .looseObject({
    ...blockFields,
    content: z.union([z.string(), z.array(innerBlock), z.looseObject({})]).nullish(),
  })
  .check(refuseHollow)

const message = z.looseObject({
  role: z.enum(['user', 'assistant', 'system']),
  content: z.union([z.string(), z.array(block)]),
})

const textBlock = z.looseObject({ type: z.literal('text'), text: z.string() })

/** A tool of the server's own has a type of its own and no schema. */
const tool = z.looseObject({
  type: z.string().nullish(),
  name: z.string().min(1).max(128).optional(),
  description: z.string().nullish(),
  input_schema: z.looseObject({}).nullish(),
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

const body = {
  model: z.string().max(512).nullish(),
  messages: z.array(message).min(1),
  system: z.union([z.string(), z.array(textBlock)]).nullish(),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.int().min(0).nullish(),
  stop_sequences: z.array(z.string()).max(8191).nullish(),
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

export type AnthropicBlock = z.infer<typeof block>

/** What every block has, that within a result too. */
export type AnthropicInnerBlock = z.infer<typeof innerBlock>

interface Checked {
  readonly value: { readonly type: string } & Partial<Record<BlockField, unknown>>
  readonly issues: z.core.$ZodRawIssue[]
}

function refuseHollow({ value, issues }: Checked): void {
  const missing = NEEDED[value.type]?.find((field) => value[field] === undefined)
  if (missing !== undefined)
    issues.push({ code: 'custom', path: [missing], message: 'is missing', input: value })
}
