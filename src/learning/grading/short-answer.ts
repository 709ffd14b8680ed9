import { conclusion, plain } from './plain.ts'

/** Longer ones explain instead of answering. */
const SHORT_WORDS = 12

const NUMBER = /[-−]?\d+(?:[,\u202f\u00a0']\d{3})*(?:\.\d+)?/g
/** The same where nothing but a number is expected. */
const SPACED = /[-−]?\d+(?:[,'\s]\d{3}(?!\d))*(?:\.\d+)?/g

/** Words by which a line says what is not so, or that it cannot decide. */
const NEGATIONS =
  /\b(?:not|no|never|nor|neither|or|isn['’]t|wasn['’]t|nicht|kein\w*|oder|pas|ni|ou)\b/i

/**
 * The number that an answer gives, thousands set apart or not; NaN = it gives none. After `Answer:` the first one, or the
 * first behind an equals sign, as more may be said of it; without that the last one.
 */
export function numberIn(text: string): number {
  const isNamed = text.toLowerCase().includes('answer:')
  const place = isNamed ? (conclusion(text).split('=').at(-1) ?? '') : plain(text)
  const found = [...place.matchAll(isNamed ? SPACED : NUMBER)].at(isNamed ? 0 : -1)
  if (found === undefined) return Number.NaN
  return Number(found[0].replaceAll(/[,\s']/g, '').replace('−', '-'))
}

/** Whether an answer is one of these, or ends with a short line that begins or ends with one of them and denies nothing. */
export function says(text: string, accepted: readonly string[]): boolean {
  const said = conclusion(text)
  const told = words(said)
  if (told.length > SHORT_WORDS) return false
  const line = told.join(' ')
  return accepted
    .map((one) => words(one).join(' '))
    .some((one) => {
      if (line === one) return true
      const isAtEdge = line.startsWith(`${one} `) || line.endsWith(` ${one}`)
      return isAtEdge && !NEGATIONS.test(said)
    })
}

/** Without case, accents and punctuation. */
function words(text: string): readonly string[] {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}.]+/u)
    .map((word) => word.replace(/^\.+/, '').replace(/(?<!\.)\.+$/, ''))
    .filter((word) => word !== '')
}
