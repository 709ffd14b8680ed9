import type { ServerResponse } from 'node:http'

/** The requests of clients whose answers have not ended yet, whole or broken off. */
export class OpenRequests {
  #count = 0
  #onNone: (() => void) | undefined

  get count(): number {
    return this.#count
  }

  add(response: ServerResponse): void {
    this.#count += 1
    response.once('close', () => this.#remove())
  }

  /** Resolves as soon as there is none. */
  async none(): Promise<void> {
    if (this.#count === 0) return
    await new Promise<void>((resolve) => {
      this.#onNone = resolve
    })
  }

  #remove(): void {
    this.#count -= 1
    if (this.#count === 0) this.#onNone?.()
  }
}
