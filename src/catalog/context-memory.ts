/**
 * The contexts that models were raised to, in tokens by placement key. A value only ever rises: to change it is to load
 * the model anew.
 */
export class ContextMemory {
  readonly #raised = new Map<string, number>()

  /** `remembered`: tokens by placement key; what is no count of tokens in it is left out. */
  constructor(remembered: Readonly<Record<string, number>> = {}) {
    for (const [key, tokens] of Object.entries(remembered)) this.raise(key, tokens)
  }

  get(key: string): number | undefined {
    return this.#raised.get(key)
  }

  /** Whether this was more than before. */
  raise(key: string, tokens: number): boolean {
    if (!Number.isSafeInteger(tokens) || tokens <= (this.get(key) ?? 0)) return false
    this.#raised.set(key, tokens)
    return true
  }
}
