import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { csvRows } from './csv-rows.ts'
import { InputFault } from './input-fault.ts'

/** One line of a file of JSON lines, and what to call it in a message. */
export interface InputLine {
  readonly fields: Readonly<Record<string, unknown>>
  /** Such as `prompts.jsonl, line 3`. */
  readonly place: string
}

/** A table with names of columns; every row is as long as `header`. */
export interface InputTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The text of a file; InputFault says which one is missing. */
function readInput(path: string): string {
  if (!existsSync(path)) throw new InputFault(`there is no file ${path}`)
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new InputFault(`${path} cannot be read`)
  }
}

/** A file with one JSON object on each line; empty lines are passed over. */
export function readLines(path: string): readonly InputLine[] {
  return readInput(path)
    .split('\n')
    .map((text, at) => ({ text, place: `${basename(path)}, line ${at + 1}` }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, place }) => ({ fields: objectIn(text, place), place }))
}

/** The text in a field of a line; InputFault where there is none. */
export function textField({ fields, place }: InputLine, name: string): string {
  const value = fields[name]
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new InputFault(`${place}: "${name}" is not a text`)
}

/** A file of comma-separated values under a header. */
export function readTable(path: string): InputTable {
  const [header, ...rows] = csvRows(readInput(path)) ?? []
  const name = basename(path)
  if (header === undefined) throw new InputFault(`${name} is not a table of comma-separated values`)
  const odd = rows.findIndex((row) => row.length !== header.length)
  if (odd < 0) return { header, rows }
  const wide = `${rows[odd]?.length} fields, not ${header.length}`
  throw new InputFault(`${name}, line ${odd + 2}: ${wide}`)
}

function objectIn(text: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {}
  throw new InputFault(`${place}: not a JSON object`)
}
