import type { LogRecord } from './log-sink.ts'

/** A log record for people: `time LEVEL message name=value ...`, on one line. */
export function textLine(record: LogRecord): string {
  let line = `${record['time']} ${String(record['level']).toUpperCase().padEnd(5)}`
  if (typeof record['msg'] === 'string')
    line += ` ${record['msg'].replaceAll('\n', String.raw`\n`)}`
  for (const name in record) {
    const value = record[name]
    if (value !== undefined && !HEAD.has(name)) line += ` ${name}=${shown(value)}`
  }
  return line
}

const HEAD: ReadonlySet<string> = new Set(['time', 'level', 'msg'])

const BARE = /^[\w./:@+-]+$/

function shown(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && BARE.test(value) ? value : JSON.stringify(value)
}
