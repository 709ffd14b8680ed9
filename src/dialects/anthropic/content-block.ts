import { z } from 'zod'

/** What a block of an image or a document says of where it is. */
interface AnthropicSource {
  readonly type: string
  readonly media_type?: string | null
  readonly data?: string
  readonly url?: string
  readonly content?: string | readonly AnthropicBlock[]
}

/** What is read of blocks of all kinds; which kind must have what is checked, and kinds not known here need only their type. */
export interface AnthropicBlock {
  readonly type: string
  readonly text?: string
  /** Of a search result, its address or name. */
  readonly source?: AnthropicSource | string
  readonly title?: string | null
  readonly context?: string | null
  readonly thinking?: string
  readonly id?: string
  readonly name?: string
  readonly input?: Readonly<Record<string, unknown>>
  readonly tool_use_id?: string
  readonly tool_name?: string
  readonly is_error?: boolean | null
  readonly content?: unknown
}

const text = z.looseObject({ type: z.literal('text'), text: z.string() })

const thing = z.looseObject({
  title: z.string().nullish(),
  context: z.string().nullish(),
  source: byType([
    ['base64', z.looseObject({ media_type: z.string(), data: z.string() })],
    ['text', z.looseObject({ data: z.string() })],
    ['url', z.looseObject({ url: z.string() })],
    ['content', z.lazy(() => z.looseObject({ content: z.union([z.string(), z.array(inner)]) }))],
  ]),
})

const INNER: readonly (readonly [string, z.ZodType])[] = [
  ['text', text],
  ['image', thing],
  ['document', thing],
  [
    'search_result',
    z.looseObject({ source: z.string(), title: z.string(), content: z.array(text) }),
  ],
  ['tool_reference', z.looseObject({ tool_name: z.string() })],
]

/** Within a tool's result or a document. */
const inner = byType(INNER)

/** A block of a message, with the fields that its kind needs. */
export const contentBlock = byType([
  ...INNER,
  ['thinking', z.looseObject({ thinking: z.string(), signature: z.string().nullish() })],
  [
    'tool_use',
    z.looseObject({ id: z.string(), name: z.string().min(1), input: z.looseObject({}) }),
  ],
  [
    'tool_result',
    z.looseObject({
      tool_use_id: z.string(),
      is_error: z.boolean().nullish(),
      content: z.union([z.string(), z.array(inner), z.looseObject({})]).nullish(),
    }),
  ],
]).transform((block): AnthropicBlock => block)

/** An object with a type, and what an object of this type must be besides; any other type will do. */
function byType(kinds: readonly (readonly [string, z.ZodType])[]) {
  const shapes = new Map(kinds)
  return z.looseObject({ type: z.string() }).check(({ value, issues }) => {
    const shape = shapes.get(value.type)
    for (const issue of shape?.safeParse(value).error?.issues ?? [])
      issues.push(issue as z.core.$ZodRawIssue)
  })
}
