import { estimateTokenCount, type TokenEstimationOptions } from 'tokenx'
import type { ChatMessage, ChatRequest, ContentPart } from '../contracts/chat.ts'
import { codeUnits } from '../std/code-units.ts'
import { textOf } from './user-words.ts'

/** What chat templates write around each message. */
const PER_MESSAGE = 5

/** An image, for most vision models. */
const PER_IMAGE = 800

/** Base64 characters of recorded speech that become one token. */
const AUDIO_CHARACTERS = 1000

/** JSON characters per token: tools are mostly short words and brackets. */
const JSON_CHARACTERS = 3

/** A text this short can be off by a fifth without harm; without dense parts it is told by its length alone. */
const SHORT = 2048
const SHORT_CHARACTERS = 3.8

/** A text is read in pieces of this length, spread evenly from its first to its last character. */
const PIECE = 64
const FEWEST_PIECES = 3
const MOST_PIECES = 32
/** One piece more for each so many characters: a long prompt is the one that may not fit. */
const PER_PIECE = 8192

/** So many letters and digits in a row are no word of a language: hashes, base64. */
const LONGEST_WORD = 23

/** The rates of texts for which the usual ones would be far too low. */
const DENSE_RATES: TokenEstimationOptions = {
  languageConfigs: [
    { pattern: /[\ud800-\udfff]/, averageCharsPerToken: 0.5 },
    { pattern: /[\u0900-\u1fff\u2e80-\uffef]/, averageCharsPerToken: 1 },
    { pattern: /[\u0370-\u08ff]/, averageCharsPerToken: 2 },
    { pattern: /^\w{24,}$/, averageCharsPerToken: 2.5 },
  ],
}

/** Everything the model has to read, in tokens; rather too many than too few. */
export function promptTokens(request: ChatRequest): number {
  const texts: string[] = []
  let tokens = PER_MESSAGE
  for (const message of request.messages) {
    tokens += PER_MESSAGE + mediaTokens(message.content)
    collect(texts, message)
  }
  for (const tool of request.tools) tokens += jsonTokens(tool)
  return tokens + textTokens(texts)
}

/** Tokens of all texts together, in time that does not grow beyond a fixed number of pieces. */
export function textTokens(texts: readonly string[]): number {
  const total = texts.reduce((sum, text) => sum + text.length, 0)
  if (total <= SHORT && !texts.some(isDense)) {
    return Math.ceil(total / SHORT_CHARACTERS)
  }
  if (total <= FEWEST_PIECES * PIECE) return texts.reduce((sum, text) => sum + count(text), 0)
  const pieces = Math.min(MOST_PIECES, FEWEST_PIECES + Math.floor(total / PER_PIECE))
  return sampledTokens(texts, total, pieces)
}

function sampledTokens(texts: readonly string[], total: number, pieces: number): number {
  const stride = (total - PIECE) / (pieces - 1)
  let start = 0
  let taken = 0
  let characters = 0
  let tokens = 0
  for (const text of texts) {
    for (; taken < pieces && taken * stride < start + text.length; taken++) {
      const from = Math.floor(taken * stride) - start
      const piece = text.slice(Math.max(0, from), from + PIECE)
      characters += piece.length
      tokens += count(piece)
    }
    start += text.length
  }
  return Math.ceil((tokens / Math.max(1, characters)) * total)
}

function count(text: string): number {
  return isDense(text) ? estimateTokenCount(text, DENSE_RATES) : estimateTokenCount(text)
}

/** Whether a text has signs of another script, or a run of letters too long for a word. */
function isDense(text: string): boolean {
  const units = codeUnits(text)
  let run = 0
  for (let at = 0; at < text.length; at++) {
    const unit = units[at] ?? 0
    if (unit >= 0x370) return true
    run = isWordUnit(unit) ? run + 1 : 0
    if (run > LONGEST_WORD) return true
  }
  return false
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 48 && unit <= 57) ||
    (unit >= 65 && unit <= 90) ||
    unit === 95
  )
}

/** Characters of the words of a conversation. */
export function charactersOf(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + textOf(message).length, 0)
}

function collect(texts: string[], message: ChatMessage): void {
  texts.push(textOf(message))
  if (message.reasoning !== undefined) texts.push(message.reasoning)
  for (const call of message.toolCalls ?? []) texts.push(call.name, call.arguments)
}

function mediaTokens(content: string | readonly ContentPart[]): number {
  if (typeof content === 'string') return 0
  let tokens = 0
  for (const part of content) {
    if (part.type === 'image') tokens += PER_IMAGE
    if (part.type === 'audio') tokens += Math.ceil(part.data.length / AUDIO_CHARACTERS)
  }
  return tokens
}

function jsonTokens(value: unknown): number {
  return Math.ceil(JSON.stringify(value).length / JSON_CHARACTERS)
}
