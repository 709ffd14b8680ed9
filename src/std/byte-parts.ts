/** Chunks are gathered here when they fit: a new buffer each time would keep the collector busy. */
const scratch = Buffer.allocUnsafeSlow(64 << 10)

/** Collects the chunks of a body until somebody takes them, as byte text. */
export class ByteParts {
  /** All that ever came. */
  total = 0
  #waiting = 0
  #parts: Buffer[] = []

  push(chunk: Buffer): void {
    this.total += chunk.length
    this.#waiting += chunk.length
    this.#parts.push(chunk)
  }

  take(): string {
    const parts = this.#parts
    const length = this.#waiting
    this.#parts = []
    this.#waiting = 0
    const [only] = parts
    if (parts.length === 1 && only !== undefined) return only.toString('latin1')
    if (length > scratch.length) return Buffer.concat(parts, length).toString('latin1')
    let at = 0
    for (const part of parts) {
      scratch.set(part, at)
      at += part.length
    }
    return scratch.toString('latin1', 0, length)
  }
}
