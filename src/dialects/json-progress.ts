/**
 * How far a JSON text has come that arrives in pieces: each character is looked at once. What is no JSON at all, or a
 * bare word or number, neither is cut nor whole.
 */
export class JsonProgress {
  #head = ''
  #depth = 0
  #quoted = false
  #escaped = false
  #whole = false
  #exceeded = false

  push(piece: string): void {
    for (const character of piece) {
      if (this.#quoted) this.#quote(character)
      else if (!BLANKS.has(character)) this.#mark(character)
    }
  }

  /** The first two characters that are not white space, of which the second is not told of a text. */
  get head(): string {
    return this.#head
  }

  /** What began has ended. */
  get isWhole(): boolean {
    return this.#whole
  }

  /** Something has begun and not ended. */
  get isCut(): boolean {
    return OPENERS.has(this.#head.charAt(0)) && !this.#whole
  }

  /** Something follows what was whole. */
  get isExceeded(): boolean {
    return this.#exceeded
  }

  #mark(character: string): void {
    if (this.#head.length < 2) this.#head += character
    this.#exceeded ||= this.#whole
    if (character === '"') this.#quoted = true
    else if (character === '{' || character === '[') this.#depth++
    else if (character === '}' || character === ']') {
      this.#depth--
      this.#end()
    }
  }

  #quote(character: string): void {
    if (this.#escaped) this.#escaped = false
    else if (character === '\\') this.#escaped = true
    else if (character === '"') {
      this.#quoted = false
      this.#end()
    }
  }

  #end(): void {
    if (this.#depth <= 0 && OPENERS.has(this.#head.charAt(0))) this.#whole = true
  }
}

const BLANKS: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r'])
const OPENERS: ReadonlySet<string> = new Set(['{', '[', '"'])
