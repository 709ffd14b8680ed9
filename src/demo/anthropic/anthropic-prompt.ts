import type { Json } from '../../contracts/json.ts'
import type { Prompt, Said, Tool } from '../engine/answer.ts'
import { asList, asNumber, asObject, asText } from '../engine/read.ts'
import type { Block, Message } from './blocks.ts'
import { blocksOf, messagesOf } from './blocks.ts'
import type { MessagesBody } from './body.ts'
import { isCustom } from './check-tools.ts'

/** A piece of a request that the prompt cache can end at. */
export interface Part {
  /** As it came. */
  readonly source: unknown
  readonly tools: readonly Tool[]
  readonly said: readonly Said[]
}

/** A checked request in the order in which a model reads it: tools, system, messages. */
export function readParts(body: MessagesBody): readonly Part[] {
  const system = blocksOf(body.system)
  const messages = messagesOf(body.messages).map((message) => ({
    source: message,
    tools: [],
    said: readMessage(message),
  }))
  return [
    { source: body.tools, tools: readTools(body), said: [] },
    ...(system.length === 0
      ? []
      : [{ source: body.system, tools: [], said: [saidBy('system', system)] }]),
    ...messages,
  ]
}

/** Reads what a checked request asks; a tool choice is obeyed. */
export function readAnthropicPrompt(body: MessagesBody): Prompt {
  const choice = asObject<{ type: string; name: string }>(body.tool_choice)
  const offered = choice.type === 'none' ? [] : readTools(body)
  const tools =
    choice.type === 'tool' ? offered.filter(({ name }) => name === choice.name) : offered
  return {
    messages: readParts(body).flatMap((part) => part.said),
    tools,
    mustCall: choice.type === 'any' || choice.type === 'tool' ? tools[0]?.name : undefined,
    format: readFormat(body),
    maxTokens: asNumber(body.max_tokens) ?? 0,
    stop: asList(body.stop_sequences).filter((word) => typeof word === 'string'),
    thinking: readThinking(body),
  }
}

function readTools(body: MessagesBody): readonly Tool[] {
  return asList(body.tools)
    .map((tool) => asObject<{ name: string; input_schema: Json; type: string }>(tool))
    .filter(isCustom)
    .map(({ name, input_schema }) => ({
      name: asText(name) ?? '',
      parameters: input_schema as Json,
    }))
}

/** Results come first, each on its own; what else a message says follows them. */
function readMessage({ role, content }: Message): readonly Said[] {
  const blocks = blocksOf(content)
  const results = blocks.filter((block) => block.type === 'tool_result')
  const rest = blocks.filter((block) => block.type !== 'tool_result')
  return [
    ...results.map((block) => saidBy('tool', blocksOf(block.content))),
    ...(rest.length === 0 ? [] : [saidBy(asText(role) ?? '', rest)]),
  ]
}

function saidBy(role: string, blocks: readonly Block[]): Said {
  return {
    role,
    text: blocks
      .map((block) => asText(block.text))
      .filter((text) => text !== undefined)
      .join('\n'),
    images: blocks.filter((block) => block.type === 'image').length,
  }
}

function readFormat(body: MessagesBody): Json | undefined {
  const { format } = asObject<{ format: object }>(body.output_config)
  const { type, schema } = asObject<{ type: string; schema: Json }>(format)
  return type === 'json_schema' ? (schema as Json) : undefined
}

function readThinking({ thinking, messages }: MessagesBody): Prompt['thinking'] {
  const { type } = asObject<{ type: string }>(thinking)
  if (type === 'between_tools') {
    const last = blocksOf(messagesOf(messages).at(-1)?.content)
    return last.some((block) => block.type === 'tool_result') ? 'on' : 'off'
  }
  return type === 'enabled' || type === 'adaptive' ? 'on' : 'off'
}
