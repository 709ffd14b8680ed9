/**
 * The ids of tool calls as Anthropic takes them: of certain characters, and unique in a conversation, which those of
 * other servers need not be. A result answers the first call without one that the client gave the same id.
 */
export class AnthropicToolIds {
  readonly #taken = new Set<string>()
  /** Calls without a result, in order. */
  #open: readonly OpenCall[] = []

  /** The id of a new call. */
  call(given: string, name: string): string {
    const base = given.replace(/[^\w-]/g, '_').slice(0, 64) || 'call'
    let id = base
    for (let count = 2; this.#taken.has(id); count++) id = `${base.slice(0, 58)}_${count}`
    this.#taken.add(id)
    this.#open = [...this.#open, { given, name, id }]
    return id
  }

  /** The id of the call that this is the result of; without one it answers the first call that is open. */
  result(given: string | undefined, name: string | undefined): string {
    const own = this.#open.find((call) => call.given === given)
    const named = given ? undefined : this.#open.find((call) => call.name === name)
    const found = own ?? named ?? (given ? undefined : this.#open[0])
    this.#open = this.#open.filter((call) => call !== found)
    return found?.id ?? ((given ?? '').replace(/[^\w-]/g, '_').slice(0, 64) || 'call')
  }
}

interface OpenCall {
  readonly given: string
  readonly name: string
  readonly id: string
}
