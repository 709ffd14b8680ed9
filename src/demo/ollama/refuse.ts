import { Refusal } from '../engine/refusal.ts'

/** Ollama's error body. */
export function failure(message: string): object {
  return { error: message }
}

/** An error in Ollama's own words. */
export function refuse(status: number, message: string): Refusal {
  return new Refusal(status, failure(message))
}

/** What Go's JSON reader says of a body that is none. */
export function badJson(text: string): Refusal {
  const [, bad = ''] = /^\s*\{?\s*(.?)/s.exec(text) ?? []
  if (bad === '') return refuse(400, text.trim() === '' ? 'missing request body' : 'unexpected EOF')
  const sought = text.trimStart().startsWith('{') ? 'object key string' : 'value'
  return refuse(400, `invalid character '${bad}' looking for beginning of ${sought}`)
}
