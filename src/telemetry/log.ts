import { type Logger, pino, stdTimeFunctions } from 'pino'
import { type LogRecord, type LogSinkOptions, logSink } from './log-sink.ts'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

export interface LogOptions extends LogSinkOptions {
  readonly level: LogLevel
}

export interface Log extends Logger {
  /** Lines that the stream did not take. */
  dropped(): number
  /** From now on these secrets are kept out of every line as well. */
  hide(secrets: readonly string[]): void
  /** Writes many complete records in one go, past pino and whatever the level. */
  writeAll(records: readonly LogRecord[]): void
}

/** A pino logger whose lines pass the sink: redacted, one per record, dropped and counted rather than waited for. */
export function createLog(options: LogOptions): Log {
  const sink = logSink(options)
  const logger = pino(
    {
      base: null,
      level: options.level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    sink,
  )
  const { dropped, hide, writeAll } = sink
  return Object.assign(logger, { dropped, hide, writeAll })
}
