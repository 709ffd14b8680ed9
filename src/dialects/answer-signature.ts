import type { ChatEvent } from '../contracts/chat.ts'

/** What closes a code block that the text leaves open. */
export function closeFence(text: string): string {
  const fences = text.match(/^[^\S\n]*```/gm)?.length ?? 0
  return fences % 2 === 1 ? '\n```' : ''
}

/** Tells where in a streamed answer its signature belongs: once in a choice, after all of its text, never after a call. */
export class AnswerSignature {
  readonly #signature: string
  readonly #texts: string[] = []
  /** Choices that get none any more. */
  readonly #sealed = new Set<number>()

  constructor(signature: string) {
    this.#signature = signature
  }

  /** The text to write before this event. */
  before(event: ChatEvent): string | undefined {
    if (event.type === 'text-delta')
      this.#texts[event.choice] = (this.#texts[event.choice] ?? '') + event.text
    if (event.type === 'tool-call-delta') this.#sealed.add(event.choice)
    if (event.type !== 'finish' || this.#sealed.has(event.choice)) return undefined
    this.#sealed.add(event.choice)
    return closeFence(this.#texts[event.choice] ?? '') + this.#signature
  }
}
