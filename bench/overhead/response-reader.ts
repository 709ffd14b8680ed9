type Step = 'head' | 'body' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'end'

/** Reads HTTP/1.1 answers, one after the other, from latin1 text cut anywhere; knows nothing but what framing needs. */
export class ResponseReader {
  readonly #onText: (text: string) => void
  readonly #onEnd: (status: number) => void
  #text = ''
  #at = 0
  #step: Step = 'head'
  #status = 0
  #left = 0

  constructor(onText: (text: string) => void, onEnd: (status: number) => void) {
    this.#onText = onText
    this.#onEnd = onEnd
  }

  push(text: string): void {
    this.#text = this.#at < this.#text.length ? this.#text.slice(this.#at) + text : text
    this.#at = 0
    while (this.#advance());
  }

  /** False when the text at hand does not suffice for the next step. */
  #advance(): boolean {
    switch (this.#step) {
      case 'head':
        return this.#readHead()
      case 'body':
        return this.#readText('end')
      case 'chunk-size':
        return this.#readChunkSize()
      case 'chunk':
        return this.#readText('chunk-end')
      case 'chunk-end':
        return this.#skipLineEnd('chunk-size')
      case 'trailer':
        return this.#skipLineEnd('end')
      case 'end':
        return this.#finish()
    }
  }

  #readHead(): boolean {
    const end = this.#text.indexOf('\r\n\r\n', this.#at)
    if (end < 0) return false
    const head = this.#text.slice(this.#at, end)
    this.#at = end + 4
    this.#status = Number(head.slice(9, 12))
    this.#left = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.#step = 'chunk-size'
    else this.#step = this.#left > 0 ? 'body' : 'end'
    return true
  }

  #readText(next: Step): boolean {
    const text = this.#text.slice(this.#at, this.#at + this.#left)
    if (text === '') return false
    this.#at += text.length
    this.#left -= text.length
    if (this.#left === 0) this.#step = next
    this.#onText(text)
    return true
  }

  #readChunkSize(): boolean {
    const end = this.#text.indexOf('\r\n', this.#at)
    if (end < 0) return false
    this.#left = Number.parseInt(this.#text.slice(this.#at, end), 16)
    this.#at = end + 2
    this.#step = this.#left > 0 ? 'chunk' : 'trailer'
    return true
  }

  #skipLineEnd(next: Step): boolean {
    if (this.#text.length < this.#at + 2) return false
    this.#at += 2
    this.#step = next
    return true
  }

  #finish(): boolean {
    this.#step = 'head'
    this.#onEnd(this.#status)
    return this.#at < this.#text.length
  }
}
