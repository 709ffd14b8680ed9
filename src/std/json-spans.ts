/**
 * Finds and edits the top-level members of a JSON object without re-encoding it. Text here is "byte text": a latin1
 * string, one character per byte. Searches and slices are V8's own, a multi-byte character may be cut anywhere, and
 * every byte that is not replaced stays as it was.
 */
export interface Member {
  readonly key: string
  /** Of the value, in the text. */
  readonly start: number
  readonly end: number
}

export interface ShapeLimits {
  readonly depth: number
  /** Commas and colons outside strings: what makes JSON.parse slow. */
  readonly tokens: number
}

/** What JSON.parse lets pass and we do not: `depth`, `tokens`, or a `key` that appears twice at the top. */
export class JsonShapeError extends Error {
  readonly kind: 'depth' | 'tokens' | 'key'

  constructor(kind: JsonShapeError['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN = 123
const CLOSE = 125

/** Up to here a string's end is looked for in a loop; past it native search is faster. */
const NEAR = 24
const SHORT = 512
/** Past this many members, repeated keys are looked for in a set. */
const FEW = 24

const DEFAULT_LIMITS: ShapeLimits = { depth: 64, tokens: Number.POSITIVE_INFINITY }

export function toByteText(text: string): string {
  return isPlain(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

export function fromByteText(text: string): string {
  return isPlain(text) ? text : Buffer.from(text, 'latin1').toString('utf8')
}

/** Whether a text is sure to be the same in either form; up to some length looking is faster than coding. */
function isPlain(text: string): boolean {
  return text.length <= SHORT && !/[^\0-\x7f]/.test(text)
}

/** Spans of the values, in order. Syntax is left to JSON.parse. Throws a JsonShapeError. */
export function topLevelMembers(text: string, limits: ShapeLimits = DEFAULT_LIMITS): Member[] {
  const scan = new Scan(text, limits)
  for (let at = 0; at >= 0 && at < text.length; at++) at = scan.step(at)
  return scan.members
}

class Scan {
  readonly members: Member[] = []
  readonly #text: string
  readonly #limits: ShapeLimits
  #seen: Set<string> | undefined
  #depth = 0
  #tokens = 0
  #key: string | undefined
  #start = -1

  constructor(text: string, limits: ShapeLimits) {
    this.#text = text
    this.#limits = limits
  }

  /** Takes the character at `at`; gives back the place to go on from, or NaN past the end. */
  step(at: number): number {
    switch (this.#text.charCodeAt(at)) {
      case QUOTE:
        return this.#string(at)
      case OPEN:
      case OPEN_LIST:
        this.#open()
        break
      case COLON:
        this.#count()
        if (this.#depth === 1) this.#start = at + 1
        break
      case COMMA:
        this.#count()
        if (this.#depth === 1) this.#close(at)
        break
      case CLOSE:
      case CLOSE_LIST:
        if (--this.#depth === 0) this.#close(at)
        break
      default:
    }
    return at
  }

  #string(at: number): number {
    const close = closingQuote(this.#text, at + 1)
    if (close < 0) return this.#text.length
    if (this.#depth === 1 && this.#key === undefined) {
      this.#key = keyOf(this.#text.slice(at, close + 1))
    }
    return close
  }

  #open(): void {
    if (++this.#depth <= this.#limits.depth) return
    throw new JsonShapeError('depth', `nested deeper than ${this.#limits.depth} levels`)
  }

  #count(): void {
    if (++this.#tokens <= this.#limits.tokens) return
    throw new JsonShapeError('tokens', `more than ${this.#limits.tokens} members and elements`)
  }

  #close(at: number): void {
    if (this.#key === undefined) return
    if (this.#repeats(this.#key)) {
      throw new JsonShapeError(
        'key',
        `the key ${JSON.stringify(fromByteText(this.#key))} appears twice`,
      )
    }
    this.members.push(memberOf(this.#key, this.#text, this.#start, at))
    this.#key = undefined
  }

  #repeats(key: string): boolean {
    if (this.members.length < FEW) return this.members.some((member) => member.key === key)
    this.#seen ??= new Set(this.members.map((member) => member.key))
    if (this.#seen.has(key)) return true
    this.#seen.add(key)
    return false
  }
}

/** The quote that ends a string body starting at `from`, or -1. */
export function closingQuote(text: string, from: number): number {
  const near = Math.min(text.length, from + NEAR)
  for (let at = from; at < near; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if (code === BACKSLASH) at++
  }
  return farQuote(text, from)
}

function farQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let run = at
    while (run > from && text.charCodeAt(run - 1) === BACKSLASH) run--
    if (((at - run) & 1) === 0) return at
  }
  return -1
}

interface Cut {
  readonly from: number
  readonly to: number
}

/** What becomes of a member: new JSON byte text, or `undefined` to take it out. */
export type Edits = ReadonlyMap<string, string | undefined>

/** The text with some members replaced, taken out or, if they are not there yet, put first. */
export function withValues(text: string, members: readonly Member[], edits: Edits): string {
  let out = ''
  let from = 0
  let kept = false
  for (const [index, { key, start, end }] of members.entries()) {
    const value = edits.get(key)
    if (value !== undefined) {
      out += text.slice(from, start) + value
      from = end
    } else if (edits.has(key)) {
      const cut = cutOf(text, members, index, kept)
      out += text.slice(from, cut.from)
      from = cut.to
    }
    kept ||= value !== undefined || !edits.has(key)
  }
  return inserted(out + text.slice(from), members, edits)
}

/** A member goes with the comma before it; as long as none is kept, with the one behind it. */
function cutOf(text: string, members: readonly Member[], index: number, kept: boolean): Cut {
  const end = members[index]?.end ?? 0
  const before = members[index - 1]?.end ?? text.indexOf('{') + 1
  if (kept) return { from: text.indexOf(',', before), to: end }
  const from = index === 0 ? before : text.indexOf(',', before) + 1
  return { from, to: index === members.length - 1 ? end : text.indexOf(',', end) + 1 }
}

function inserted(text: string, members: readonly Member[], edits: Edits): string {
  let out = text
  for (const [key, value] of edits) {
    if (value === undefined || members.some((member) => member.key === key)) continue
    const open = out.indexOf('{') + 1
    const comma = /^\s*\}/.test(out.slice(open, open + 64)) ? '' : ','
    out = `${out.slice(0, open)}${toByteText(JSON.stringify(key))}:${value}${comma}${out.slice(open)}`
  }
  return out
}

function keyOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return toByteText(JSON.parse(fromByteText(quoted)))
  } catch {
    return quoted
  }
}

function memberOf(key: string, text: string, from: number, to: number): Member {
  let start = from
  let end = to
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return { key, start, end }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}
