/** A byte order mark, as byte text. */
const MARK = '\u00ef\u00bb\u00bf'

/**
 * Cuts a byte stream into whole server-sent frames. Takes chunks of byte text cut anywhere and gives back text that ends
 * on a frame boundary, with \r\n and \r written as \n and without a byte order mark at the start. A frame that grows
 * over many chunks is never scanned twice, and has a limit.
 */
export class SseFrames {
  #rest = ''
  #newline = false
  #heldReturn = false
  #start: string | undefined = ''
  readonly #limit: number

  constructor(limit: number = 16 << 20) {
    this.#limit = limit
  }

  /** The frames completed by this chunk; '' when none is. Throws a RangeError past the limit. */
  push(chunk: string): string {
    const text = this.#withNewlines(this.#withoutMark(chunk))
    if (text === '') return ''
    const last = text.lastIndexOf('\n\n')
    const cut = last >= 0 ? last + 2 : this.#newline && text.startsWith('\n') ? 1 : 0
    this.#newline = text.endsWith('\n')
    const whole = cut === 0 ? '' : this.#rest + text.slice(0, cut)
    this.#rest = cut === 0 ? this.#rest + text : text.slice(cut)
    if (this.#rest.length > this.#limit) {
      throw new RangeError(`an event is larger than ${this.#limit} bytes`)
    }
    return whole
  }

  /** What is left at the end, as a frame: some servers leave out the last blank line. */
  end(): string {
    const rest = this.#rest
    this.#rest = ''
    return rest.trim() === '' ? '' : `${rest}\n\n`
  }

  /** The mark itself may come cut. */
  #withoutMark(chunk: string): string {
    if (this.#start === undefined) return chunk
    const start = this.#start + chunk
    const whole = start.length >= MARK.length || !MARK.startsWith(start)
    this.#start = whole ? undefined : start
    if (!whole) return ''
    return start.startsWith(MARK) ? start.slice(MARK.length) : start
  }

  /** A \r at the end waits for its \n. */
  #withNewlines(chunk: string): string {
    const text = this.#heldReturn ? `\r${chunk}` : chunk
    this.#heldReturn = text.endsWith('\r')
    if (!text.includes('\r')) return text
    return (this.#heldReturn ? text.slice(0, -1) : text).replaceAll(/\r\n?/g, '\n')
  }
}

/** The data of one frame: its `data:` lines joined as the standard says; '' for comments and other fields. */
export function dataOf(frame: string): string {
  if (frame.startsWith('data: ') && frame.indexOf('\n') === frame.length - 2) {
    return frame.slice(6, -2).trim()
  }
  const lines = frame.split('\n').filter((line) => line.startsWith('data:'))
  return lines
    .map((line) => line.slice(line.charAt(5) === ' ' ? 6 : 5))
    .join('\n')
    .trim()
}
