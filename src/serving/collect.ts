import type {
  ChatAnswer,
  ChatChoice,
  ChatEvent,
  Timings,
  ToolCallDelta,
  Usage,
} from '../contracts/chat.ts'
import type { Json } from '../contracts/json.ts'

interface OpenChoice {
  text: string
  reasoning: string
  finish: ChatChoice['finish']
  stop?: string | undefined
  readonly toolCalls: { id: string; name: string; arguments: string }[]
  readonly logprobs: Json[]
}

/** Gathers a streamed answer for a client that wants it whole. */
export class Collector {
  readonly #choices: OpenChoice[] = []
  #usage: Usage | undefined
  #timings: Timings | undefined

  push(events: readonly ChatEvent[]): void {
    for (const event of events) this.#take(event)
  }

  get answer(): ChatAnswer {
    return {
      choices: this.#choices.map(({ logprobs, ...choice }) => ({
        ...choice,
        ...joinLogprobs(logprobs),
      })),
      usage: this.#usage,
      timings: this.#timings,
    }
  }

  #take(event: ChatEvent): void {
    switch (event.type) {
      case 'text-delta':
        this.#choice(event.choice).text += event.text
        if (event.logprobs !== undefined) this.#choice(event.choice).logprobs.push(event.logprobs)
        break
      case 'reasoning-delta':
        this.#choice(event.choice).reasoning += event.text
        break
      case 'tool-call-delta':
        addPiece(this.#choice(event.choice), event.call)
        break
      case 'finish':
        Object.assign(this.#choice(event.choice), ending(event))
        break
      case 'usage':
        this.#usage = event.usage
        this.#timings = event.timings ?? this.#timings
        break
      case 'error':
      case 'other':
        break
    }
  }

  #choice(index: number): OpenChoice {
    for (let at = this.#choices.length; at <= index; at++) {
      this.#choices.push({ text: '', reasoning: '', finish: 'stop', toolCalls: [], logprobs: [] })
    }
    return this.#choices[index] ?? this.#choice(index)
  }
}

function ending({
  reason,
  stop,
}: ChatEvent & { readonly type: 'finish' }): Pick<OpenChoice, 'finish' | 'stop'> {
  return { finish: reason, ...(stop === undefined ? {} : { stop }) }
}

function addPiece(choice: OpenChoice, { index, id, name, arguments: piece }: ToolCallDelta): void {
  const call = choice.toolCalls[index]
  if (call === undefined) {
    choice.toolCalls.push({ id: id ?? '', name: name ?? '', arguments: piece })
    return
  }
  call.name ||= name ?? ''
  call.arguments += piece
}

/** Each piece holds lists of tokens under the same names; a whole answer holds them joined. */
function joinLogprobs(pieces: readonly Json[]): { readonly logprobs?: Json } {
  if (pieces.length === 0) return {}
  const joined: Record<string, Json[]> = {}
  for (const piece of pieces) {
    for (const [name, list] of Object.entries(piece ?? {})) {
      if (Array.isArray(list)) joined[name] = [...(joined[name] ?? []), ...list]
    }
  }
  return { logprobs: joined }
}

/** The events of an answer that came in one piece, for a client that asked for a stream. */
export function toEvents({ choices, usage, timings }: ChatAnswer): ChatEvent[] {
  const events: ChatEvent[] = choices.flatMap((choice, index) => choiceEvents(choice, index))
  if (usage !== undefined) events.push({ type: 'usage', usage, timings, alone: true })
  return events
}

function choiceEvents(
  { text, reasoning, toolCalls, finish, stop, logprobs }: ChatChoice,
  choice: number,
): ChatEvent[] {
  const calls = toolCalls.map(
    (call, index): ChatEvent => ({ type: 'tool-call-delta', choice, call: { index, ...call } }),
  )
  return [
    ...(reasoning === '' ? [] : [{ type: 'reasoning-delta', choice, text: reasoning } as const]),
    ...(text === ''
      ? []
      : [
          {
            type: 'text-delta',
            choice,
            text,
            ...(logprobs === undefined ? {} : { logprobs }),
          } as const,
        ]),
    ...calls,
    { type: 'finish', choice, reason: finish, ...(stop === undefined ? {} : { stop }) },
  ]
}
