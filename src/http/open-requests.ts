import type { ServerResponse } from 'node:http'

/** The requests of clients whose answers have not ended yet, whole or broken off. */
export class OpenRequests {
  /** Those that began since somebody last asked to be told of an end. */
  #latest = new Generation()
  #older: readonly Generation[] = []

  get count(): number {
    return this.#older.reduce((sum, { count }) => sum + count, this.#latest.count)
  }

  add(response: ServerResponse): void {
    const generation = this.#latest
    generation.count += 1
    response.once('close', () => {
      generation.leave()
      if (generation.count === 0) this.#older = this.#older.filter((one) => one !== generation)
    })
  }

  /** Resolves as soon as there is none. */
  async none(): Promise<void> {
    while (this.count > 0) await this.present()
  }

  /** Resolves when those that are there now have ended; later ones are not waited for. */
  async present(): Promise<void> {
    this.#older = [...this.#older, this.#latest].filter(({ count }) => count > 0)
    this.#latest = new Generation()
    await Promise.all(this.#older.map((generation) => generation.ended()))
  }
}

class Generation {
  count = 0
  readonly #onEnd: (() => void)[] = []

  leave(): void {
    this.count -= 1
    if (this.count === 0) for (const ended of this.#onEnd) ended()
  }

  ended(): Promise<void> {
    return new Promise((resolve) => this.#onEnd.push(resolve))
  }
}
