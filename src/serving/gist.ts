import type { ChatAnswer, ChatEvent, FinishReason, ToolCall } from '../contracts/chat.ts'

/** What an answer was made of, without its words. */
export interface Gist {
  /** Something was said or called. */
  readonly speaks: boolean
  readonly calls: readonly Pick<ToolCall, 'name' | 'arguments'>[]
  readonly finishes: ReadonlySet<FinishReason>
}

/** Calls beyond these are not looked at. */
const MOST_CALLS = 64

/** Notes what an answer is made of as it passes. */
export class GistTaker implements Gist {
  speaks = false
  readonly finishes = new Set<FinishReason>()
  readonly #calls = new Map<string, { name: string; arguments: string }>()

  get calls(): Gist['calls'] {
    return [...this.#calls.values()]
  }

  events(events: readonly ChatEvent[]): void {
    for (const event of events) {
      if (event.type === 'text-delta') this.speaks ||= event.text.trim() !== ''
      else if (event.type === 'finish') this.finishes.add(event.reason)
      else if (event.type === 'tool-call-delta') {
        const { index, name, arguments: piece } = event.call
        this.#call(`${event.choice} ${index}`, name ?? '', piece)
      }
    }
  }

  answer({ choices }: ChatAnswer): void {
    for (const [choice, { text, toolCalls, finish }] of choices.entries()) {
      this.speaks ||= text.trim() !== ''
      this.finishes.add(finish)
      for (const [index, call] of toolCalls.entries())
        this.#call(`${choice} ${index}`, call.name, call.arguments)
    }
  }

  #call(key: string, name: string, piece: string): void {
    this.speaks = true
    const call = this.#calls.get(key)
    if (call === undefined) {
      if (this.#calls.size < MOST_CALLS) this.#calls.set(key, { name, arguments: piece })
      return
    }
    call.name ||= name
    call.arguments += piece
  }
}
