import { readFileSync } from 'node:fs'

/** An exchange with a real server, as it was recorded; long texts and lists are cut. */
export interface Recorded {
  readonly server: string
  readonly request: { readonly method: string; readonly path: string; readonly body?: object }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly json?: unknown
    readonly text?: string
    /** Lines or events of a stream, `data: ` and all. */
    readonly frames?: readonly string[]
  }
}

/** Reads a recording by its file's name without `.json`. */
export function recorded(name: string): Recorded {
  const file = new URL(`../fixtures/recorded/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded
}

/**
 * What is left of a JSON value when only its form counts: keys in their order, types for values, and for a list the
 * different forms of its items.
 */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))]
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Object.entries(value).map(([key, member]) => [key, shapeOf(member)])
}

/** The JSON values of a stream's lines or events; a word such as `[DONE]` stays text. */
export function framesOf(lines: readonly string[]): readonly unknown[] {
  return lines
    .map((line) => line.replace(/^(?:event: \w+\n)?data: /, ''))
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('{') ? JSON.parse(line) : line))
}
