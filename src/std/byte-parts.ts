/** Collects the chunks of a body until somebody takes them, as byte text. */
export class ByteParts {
  /** All that ever came. */
  total = 0
  #parts: Buffer[] = []

  push(chunk: Buffer): void {
    this.total += chunk.length
    this.#parts.push(chunk)
  }

  take(): string {
    const parts = this.#parts
    this.#parts = []
    const [only] = parts
    return (parts.length === 1 && only !== undefined ? only : Buffer.concat(parts)).toString(
      'latin1',
    )
  }
}
