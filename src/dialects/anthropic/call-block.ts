import type { FinishReason, ToolCallDelta } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { JsonProgress } from '../json-progress.ts'
import { toolArguments } from '../tool-arguments.ts'

/**
 * One call of an answer, as far as it has come. Clients read its pieces as an object and run the tool with what they
 * read, and a piece that was written cannot be taken back. So pieces are kept until they begin as an object does; what
 * is seen to be none before any was written goes on as `invalid_arguments`, and what is seen later fails the answer.
 */
export class CallBlock {
  readonly kind = 'call'
  id: string | undefined
  name = ''
  readonly #progress = new JsonProgress()
  #text = ''
  /** What was not written yet. */
  #kept = ''
  #written = false
  #parses: boolean | undefined
  #over = false

  /** Throws a GatewayError when it goes on after its end. */
  add({ id, name, arguments: piece }: ToolCallDelta): void {
    if (this.#over && piece.trim() !== '') throw broken('that go on after their end')
    this.id ??= id
    this.name ||= name ?? ''
    this.#text += piece
    this.#kept += piece
    this.#progress.push(piece)
  }

  get isWhole(): boolean {
    return this.#progress.isWhole
  }

  /** The piece to write now; may be empty. Throws a GatewayError when it makes no object of what was written. */
  next(): string {
    const sound = this.#isSound()
    if (!sound && this.#written) throw broken('that are no JSON object')
    if (!sound || this.#kept === '') return ''
    const piece = this.#kept
    this.#kept = ''
    this.#written = true
    return piece
  }

  /**
   * What must be written at its end; may be empty. Throws a GatewayError when it was cut short although the answer
   * claims to be whole: a client told of the limit or of a filter runs nothing, any other would run the tool with what
   * is there.
   */
  last(reason: FinishReason | undefined): string {
    this.#over = true
    const isTold = reason === 'length' || reason === 'content-filter'
    if (this.#progress.isCut && !isTold) throw broken('that are cut short')
    if (this.#written || this.#text.trim() === '') return ''
    return JSON.stringify(toolArguments(this.#text))
  }

  /** Begins as an object, and is one once it is whole. */
  #isSound(): boolean {
    const { head, isWhole, isExceeded } = this.#progress
    if (!OBJECTS.has(head) || isExceeded) return false
    if (isWhole) this.#parses ??= parses(this.#text)
    return this.#parses ?? true
  }
}

/** How an object begins, white space aside. */
const OBJECTS: ReadonlySet<string> = new Set(['{"', '{}'])

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function broken(how: string): GatewayError {
  const message = `The backend sent arguments of a tool call ${how}.`
  return new GatewayError('upstream_invalid_response', message)
}
