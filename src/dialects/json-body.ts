import { isAscii } from 'node:buffer'
import { GatewayError } from '../contracts/errors.ts'
import type { JsonSource } from '../contracts/json.ts'
import { JsonShapeError, type ShapeLimits, topLevelMembers } from '../std/json-spans.ts'

export interface JsonBody {
  readonly value: Readonly<Record<string, unknown>>
  readonly source: JsonSource
}

/** A byte order mark is kept, and so refused by JSON.parse: no backend would take it either. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A body of text and tools stays far below this; what is above it only makes JSON.parse slow. */
const CHAT_LIMITS: ShapeLimits = { depth: 64, tokens: 400_000 }

/** Lists of token numbers have as many elements as the body has room for. */
export const EMBEDDING_LIMITS: ShapeLimits = { depth: 64, tokens: Number.POSITIVE_INFINITY }

/**
 * Reads a request body that must be one JSON object: shape first (depth, repeated keys), then the one JSON.parse.
 * Throws `invalid_json`, `json_too_deep` or `body_too_large`; `invalid_request` when it is no object.
 */
export function readJsonObject(bytes: Buffer, limits: ShapeLimits = CHAT_LIMITS): JsonBody {
  const ascii = isAscii(bytes)
  const text = bytes.toString('latin1')
  const members = shapeOf(text, limits)
  const value = parse(ascii ? text : decode(bytes))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GatewayError('invalid_request', 'The request body must be a JSON object.')
  }
  return { value: value as Record<string, unknown>, source: { text, members } }
}

function shapeOf(text: string, limits: ShapeLimits): JsonSource['members'] {
  try {
    return topLevelMembers(text, limits)
  } catch (thrown) {
    if (!(thrown instanceof JsonShapeError)) throw thrown
    throw new GatewayError(
      SHAPE_CODES[thrown.kind],
      `The request body is ${SHAPE_TEXTS[thrown.kind]}: ${thrown.message}.`,
    )
  }
}

const SHAPE_CODES = {
  depth: 'json_too_deep',
  tokens: 'body_too_large',
  key: 'invalid_json',
} as const
const SHAPE_TEXTS = { depth: 'nested too deep', tokens: 'too large', key: 'ambiguous' } as const

function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    throw new GatewayError('invalid_json', 'The request body is not valid UTF-8.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    const place = /position (\d+)/.exec(String(thrown))?.[1]
    const where =
      place === undefined ? 'it ends too early or starts wrong' : `see position ${place}`
    throw new GatewayError('invalid_json', `The request body is not valid JSON: ${where}.`)
  }
}
