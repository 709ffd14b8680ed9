import type { ChatAnswer, ChatRequest, ToolCall } from '../../contracts/chat.ts'
import { fromByteText, topLevelMembers } from '../../std/json-spans.ts'
import { argumentsText } from '../arguments-text.ts'
import { parseExact } from '../exact-json.ts'
import { ANTHROPIC_MESSAGES } from './dialect.ts'
import { mergedUsage, toAnthropicFinish, toAnthropicUsage } from './usage.ts'

type Wire = Readonly<Record<string, unknown>>

/** A whole answer from a backend's bytes; undefined when it is none. */
export function decodeAnthropicAnswer(text: string, _request: ChatRequest): ChatAnswer | undefined {
  const body = parse(text)
  const content = body?.['content']
  if (body === undefined || body['type'] === 'error' || !isBlocks(content)) return undefined
  const { stop_reason, stop_sequence, usage } = body
  const stop = typeof stop_sequence === 'string' && stop_sequence !== '' ? stop_sequence : undefined
  return {
    choices: [
      {
        text: joined(content, 'text'),
        reasoning: joined(content, 'thinking'),
        toolCalls: content.filter(({ type }) => type === 'tool_use').map(toToolCall),
        finish: toAnthropicFinish(stop_reason),
        stop,
      },
    ],
    usage: toAnthropicUsage(mergedUsage({}, usage)),
    source: { dialect: ANTHROPIC_MESSAGES, text, members: topLevelMembers(text) },
  }
}

function parse(text: string): Wire | undefined {
  try {
    const body: unknown = parseExact(fromByteText(text))
    return typeof body === 'object' && body !== null ? (body as Wire) : undefined
  } catch {
    return undefined
  }
}

function isBlocks(content: unknown): content is readonly Wire[] {
  return (
    Array.isArray(content) && content.every((block) => typeof block === 'object' && block !== null)
  )
}

/** What the blocks of a kind hold in the field of its name. */
function joined(content: readonly Wire[], kind: 'text' | 'thinking'): string {
  const texts = content.filter(({ type }) => type === kind).map((block) => block[kind])
  return texts.filter((text) => typeof text === 'string').join('')
}

function toToolCall({ id, name, input }: Wire): ToolCall {
  return { id: String(id ?? ''), name: String(name ?? ''), arguments: argumentsText(input) }
}
