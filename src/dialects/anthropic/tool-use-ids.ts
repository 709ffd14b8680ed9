/**
 * The ids of an answer's calls for Messages clients, whose conversations Anthropic may have to take back: there they must
 * be of certain characters and unique. Local servers count their calls from nought in every answer.
 */
export class ToolUseIds {
  readonly #answer: string
  readonly #taken = new Set<string>()
  #count = 0

  /** `answer` is the answer's own id, which no other has. */
  constructor(answer: string) {
    this.#answer = answer.replace(/^msg_/, '')
  }

  /** The id of the next call; the backend's own is kept where it is long enough to be unique. */
  next(given: string | undefined): string {
    const own = `toolu_${this.#answer}_${this.#count++}`
    const id = given !== undefined && KEPT.test(given) && !this.#taken.has(given) ? given : own
    this.#taken.add(id)
    return id
  }
}

const KEPT = /^[a-zA-Z0-9_-]{12,64}$/
