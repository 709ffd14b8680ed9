import type { Writable } from 'node:stream'
import type { DestinationStream } from 'pino'
import { redactor } from '../std/redact.ts'
import { textLine } from './text-line.ts'

export interface LogSinkOptions {
  readonly format: 'json' | 'text'
  /** Every configured secret: none of them reaches the stream, whoever logged it. */
  readonly secrets: readonly string[]
  readonly stream: Writable
}

/** What one line says, by name: `level`, `time` and `msg` as pino writes them, and anything else that is JSON. */
export type LogRecord = Readonly<Record<string, unknown>>

/** Where every log line ends: secrets out, one record on one line, and never waiting for whoever reads the stream. */
export interface LogSink extends DestinationStream {
  /** Lines that could not be written because the stream was closed, full or stuck. */
  dropped(): number
  /** From now on these secrets are kept out as well. */
  hide(secrets: readonly string[]): void
  /** Many lines at the cost of few: looked through and written in one go. */
  writeAll(records: readonly LogRecord[]): void
}

/** Bytes the stream may hold back before lines are dropped. */
const MAX_WAITING = 1_048_576

export function logSink({ format, secrets, stream }: LogSinkOptions): LogSink {
  let known = secrets
  let redact = redactor(known)
  let dropped = 0
  // A failed write is told to its callback as well; unheard, the event would end the process.
  stream.on('error', () => undefined)
  const put = (count: number, lines: () => readonly string[]) => {
    if (stream.writableLength > MAX_WAITING) {
      dropped += count
      return
    }
    stream.write(`${lines().map(escaped).join('\n')}\n`, (error) => {
      if (error) dropped += count
    })
  }
  const safeLine = (json: string) => {
    const redacted = redactedJson(json, redact)
    return format === 'json' ? redacted : textLine(JSON.parse(redacted))
  }
  const safeLines = (records: readonly LogRecord[]) => {
    const lines = records.map((record) => JSON.stringify(record))
    const all = lines.join('\n')
    // No pattern spans the end of a line of JSON, so what is not found here is in none of the lines.
    if (redact(all) !== all) return lines.map(safeLine)
    return format === 'json' ? lines : records.map(textLine)
  }
  return {
    write: (json) => put(1, () => [safeLine(json.trimEnd())]),
    writeAll: (records) => put(records.length, () => safeLines(records)),
    dropped: () => dropped,
    hide(more) {
      known = [...new Set([...known, ...more])]
      redact = redactor(known)
    },
  }
}

/** The whole line at once, which is fast and misses nothing; value by value first where that would break the JSON. */
function redactedJson(json: string, redact: (text: string) => string): string {
  const redacted = redact(json)
  if (redacted === json || isJson(redacted)) return redacted
  const byValue = JSON.stringify(JSON.parse(json), (_, value: unknown) => clean(value, redact))
  const again = redact(byValue)
  return isJson(again) ? again : WITHHELD
}

const WITHHELD = '{"level":"warn","msg":"a line was withheld: it could not be redacted"}'

function clean(value: unknown, redact: (text: string) => string): unknown {
  if (value === null || Array.isArray(value)) return value
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), inner]))
  }
  const text = String(value)
  const redacted = redact(text)
  return redacted === text ? value : redacted
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** What could end the line or steer a terminal; between quotes of JSON the escape means the same character. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

const PLAIN = /^[ -~]*$/

function escaped(line: string): string {
  if (PLAIN.test(line)) return line
  return line.replace(CONTROLS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
