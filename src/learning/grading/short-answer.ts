import { conclusion, plain } from './plain.ts'

/** Longer ones explain instead of answering. */
const SHORT_WORDS = 12

const NUMBER = /[-−]?\d+(?:[,\u202f\u00a0']\d{3})*(?:\.\d+)?/g

/** The last number of an answer, thousands set apart or not; NaN = it has none. */
export function lastNumber(text: string): number {
  const told = plain(text)
  const place = told.toLowerCase().includes('answer:') ? conclusion(text) : told
  const found = [...place.matchAll(NUMBER)].at(-1)
  if (found === undefined) return Number.NaN
  return Number(found[0].replaceAll(/[,\u202f\u00a0']/g, '').replace('−', '-'))
}

/** Whether an answer chooses this letter and no other. */
export function chooses(text: string, letter: string): boolean {
  const words = conclusion(text)
    .toUpperCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => /^[A-H]$/.test(word))
  const chosen = new Set(words)
  return chosen.size === 1 && chosen.has(letter)
}

/** Whether an answer is one of these, or ends with a short line that says it. */
export function says(text: string, accepted: readonly string[]): boolean {
  const line = words(conclusion(text))
  if (line.length > SHORT_WORDS) return false
  const told = ` ${line.join(' ')} `
  return accepted.some((one) => told.includes(` ${words(one).join(' ')} `))
}

/** Without case, accents and punctuation. */
function words(text: string): readonly string[] {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}.]+/u)
    .map((word) => word.replaceAll(/^\.+|\.+$/g, ''))
    .filter((word) => word !== '')
}
