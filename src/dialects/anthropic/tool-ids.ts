/** Of the characters that Anthropic takes. */
const TAKEN = /^[\w-]+$/
const LONGEST = 64

/**
 * The ids of tool calls as Anthropic takes them: of certain characters, and unique in a conversation, which those of
 * other servers need not be. A result answers the first call without one that the client gave the same id.
 */
export class AnthropicToolIds {
  readonly #taken = new Set<string>()
  /** The next number for an id that begins like others. */
  readonly #next = new Map<string, number>()
  /** Calls, of which those that have a result are passed over. */
  readonly #calls = new Queue()
  readonly #byGiven = new Map<string, Queue>()
  readonly #byName = new Map<string, Queue>()

  /** The id of a new call. */
  call(given: string, name: string): string {
    const id = this.#free(given.replace(/[^\w-]/g, '_').slice(0, LONGEST) || 'call')
    this.#taken.add(id)
    const call = { id, answered: false }
    this.#calls.add(call)
    queueOf(this.#byGiven, given).add(call)
    queueOf(this.#byName, name).add(call)
    return id
  }

  /** The id of the call that this is the result of, if there is one; without one it answers the first call that is open. */
  result(given: string | undefined, name: string | undefined): string | undefined {
    const call = this.#byGiven.get(given ?? '')?.first() ?? this.#unnamed(given, name)
    if (call !== undefined) call.answered = true
    return call?.id
  }

  #unnamed(given: string | undefined, name: string | undefined): Call | undefined {
    if (given) return undefined
    return this.#byName.get(name ?? '')?.first() ?? this.#calls.first()
  }

  #free(base: string): string {
    if (!this.#taken.has(base)) return base
    const stem = base.slice(0, LONGEST - 7)
    let count = this.#next.get(stem) ?? 2
    while (this.#taken.has(`${stem}_${count}`)) count++
    this.#next.set(stem, count + 1)
    return `${stem}_${count}`
  }
}

/** Whether Anthropic takes an id, if it is the only one of its kind. */
export function isAnthropicToolId(id: string): boolean {
  return TAKEN.test(id)
}

interface Call {
  readonly id: string
  answered: boolean
}

class Queue {
  readonly #calls: Call[] = []
  #at = 0

  add(call: Call): void {
    this.#calls.push(call)
  }

  /** The first that is open. */
  first(): Call | undefined {
    while (this.#calls[this.#at]?.answered === true) this.#at++
    return this.#calls[this.#at]
  }
}

function queueOf(queues: Map<string, Queue>, key: string): Queue {
  const known = queues.get(key)
  if (known !== undefined) return known
  const queue = new Queue()
  queues.set(key, queue)
  return queue
}
