import type {
  ChatAnswer,
  ChatEvent,
  ChatRequest,
  FinishReason,
  ToolCall,
} from '../../contracts/chat.ts'
import { OllamaStreamDecoder } from './chat-stream.ts'

/** A whole answer from all its lines, or from the one object of an unstreamed one; undefined when it is not finished. */
export function decodeOllamaAnswer(text: string, request: ChatRequest): ChatAnswer | undefined {
  const decoder = new OllamaStreamDecoder(request)
  const events = [...decoder.push(text), ...decoder.end()]
  const finish = eventsOf(events, 'finish').at(0)
  if (finish === undefined || eventsOf(events, 'error').length > 0) return undefined
  const { usage, timings } = eventsOf(events, 'usage').at(0) ?? {}
  return {
    choices: [
      {
        text: textOf(events, 'text-delta'),
        reasoning: textOf(events, 'reasoning-delta'),
        toolCalls: eventsOf(events, 'tool-call-delta').map(toCall),
        finish: finish.reason satisfies FinishReason,
      },
    ],
    usage,
    timings,
  }
}

type EventOf<T extends ChatEvent['type']> = Extract<ChatEvent, { readonly type: T }>

function eventsOf<T extends ChatEvent['type']>(
  events: readonly ChatEvent[],
  type: T,
): EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type)
}

function textOf(events: readonly ChatEvent[], type: 'text-delta' | 'reasoning-delta'): string {
  return eventsOf(events, type)
    .map((event) => event.text)
    .join('')
}

function toCall({ call }: EventOf<'tool-call-delta'>): ToolCall {
  return { id: call.id ?? '', name: call.name ?? '', arguments: call.arguments }
}
