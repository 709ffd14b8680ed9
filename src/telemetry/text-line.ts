/** A log record, given as the JSON that pino wrote, for people: `time LEVEL message name=value ...`, on one line. */
export function textLine(json: string): string {
  const record = JSON.parse(json) as Readonly<Record<string, unknown>>
  let line = `${record['time']} ${String(record['level']).toUpperCase().padEnd(5)}`
  if (typeof record['msg'] === 'string')
    line += ` ${record['msg'].replaceAll('\n', String.raw`\n`)}`
  for (const name of Object.keys(record)) {
    if (!HEAD.has(name)) line += ` ${name}=${shown(record[name])}`
  }
  return line
}

const HEAD: ReadonlySet<string> = new Set(['time', 'level', 'msg'])

const BARE = /^[\w./:@+-]+$/

function shown(value: unknown): string {
  return typeof value === 'string' && BARE.test(value) ? value : JSON.stringify(value)
}
