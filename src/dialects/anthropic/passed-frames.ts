import type { Frames } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { anthropicFrame } from './frame.ts'
import { PAUSED } from './usage.ts'

/** A backend's own events on their way to a client of the same dialect, with our id and model. */
export class PassedFrames {
  readonly #ours: Ours
  #written: Frames | undefined
  #head: string | undefined
  #ourHead = ''
  /** The type of the last event; undefined before the first. */
  #last: string | undefined
  /** The index of the next block. */
  #blocks = 0

  constructor(ours: Ours) {
    this.#ours = ours
  }

  get any(): boolean {
    return this.#last !== undefined
  }

  /** Several events of one frame share it: it is written once. */
  write(frames: Frames): string {
    if (frames === this.#written) return ''
    this.#written = frames
    const { head, bodies, tail } = frames
    if (tail === '') return this.#whole(head)
    if (head !== this.#head) {
      this.#head = head
      this.#ourHead = `event: content_block_delta\ndata: ${head}`
    }
    this.#last = 'content_block_delta'
    let out = ''
    for (const body of bodies) out += `${this.#ourHead}${body}${tail}\n\n`
    return out
  }

  /** One more block of text, before the frames that tell the end. */
  sign(text: string, { head }: Frames): string {
    const { delta } = JSON.parse(fromByteText(head)) as { readonly delta?: unknown }
    if (Object(delta).stop_reason === PAUSED) return ''
    const index = this.#blocks++
    const content_block = { type: 'text', text: '', citations: null }
    const piece = { type: 'text_delta', text }
    return (
      anthropicFrame({ type: 'content_block_start', index, content_block }) +
      anthropicFrame({ type: 'content_block_delta', index, delta: piece }) +
      anthropicFrame({ type: 'content_block_stop', index })
    )
  }

  /** The last word, if it was missing. */
  end(): string {
    return this.#last === 'message_stop' ? '' : anthropicFrame({ type: 'message_stop' })
  }

  #whole(json: string): string {
    const type = typeOf(json)
    this.#last = type
    if (type === 'message_start') return this.#start(json)
    if (type === 'content_block_start' && this.#ours.signature !== undefined) this.#count(json)
    return `event: ${type}\ndata: ${json}\n\n`
  }

  #start(json: string): string {
    const { id, model, metadata } = this.#ours
    const start: { readonly message?: object } = JSON.parse(fromByteText(json))
    const router = metadata === undefined ? {} : { router: metadata }
    return anthropicFrame({
      ...start,
      type: 'message_start',
      message: { ...start.message, id, model, ...router },
    })
  }

  #count(json: string): void {
    const { index } = JSON.parse(fromByteText(json)) as { readonly index?: unknown }
    if (Number.isInteger(index)) this.#blocks = Math.max(this.#blocks, Number(index) + 1)
  }
}

/** The type of a frame, which is its event's name. */
function typeOf(json: string): string {
  const first = /^\{"type":\s?"(\w+)"/.exec(json)?.[1]
  return first ?? String(JSON.parse(fromByteText(json)).type).replace(/\W+/g, '_')
}
