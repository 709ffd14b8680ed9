import { codeUnits } from '../std/code-units.ts'
import { FOLDED } from './letters.ts'

const SMALL_A = 97
const NEWLINE = 10
const SPACE = 32
const OPEN = 40
const CLOSE = 41
const DOT = 46
const COLON = 58
/** Wide signs, from here on, have their gap built in. */
const WIDE = 0x3000

/** So many options at the beginning of a line each, or in a row of text, are no accident. */
const ENOUGH_LINES = 2
const ENOUGH_INLINE = 3

const folded = FOLDED

/** Whether a text lists options to choose from, lettered from A on: `A. `, `B) `, `(c) `, one on each line or in a row. */
export function givesOptions(text: string): boolean {
  const units = codeUnits(text)
  const { length } = text
  let options = 0
  let lines = 0
  for (let index = 0; index < length && options < ENOUGH_INLINE; index++) {
    if (folded[units[index] ?? 0] !== SMALL_A + options) continue
    const before = beforeOption(units, index)
    if (before !== 'word') options++
    if (before === 'line') lines++
  }
  return lines >= ENOUGH_LINES || options >= ENOUGH_INLINE
}

/** Where the letter at `index` names an option: whether at a line's beginning or behind a gap. */
function beforeOption(units: Uint16Array, index: number): 'line' | 'gap' | 'word' {
  const sign = units[index + 1] ?? 0
  if (!closes(sign) || !(isGap(units[index + 2] ?? 0) || sign > WIDE)) return 'word'
  return whatIsBefore(units, index)
}

function closes(unit: number): boolean {
  const sign = folded[unit] ?? 0
  return sign === CLOSE || sign === DOT || sign === COLON
}

/** Before the letter at `index`, or the parenthesis that it stands in: a line's beginning, a gap in the line, or neither. */
function whatIsBefore(units: Uint16Array, index: number): 'line' | 'gap' | 'word' {
  const first = folded[units[index - 1] ?? 0] === OPEN ? index - 1 : index
  let at = first - 1
  while (at >= 0 && units[at] !== NEWLINE && isGap(units[at] ?? 0)) at--
  if (at < 0 || units[at] === NEWLINE) return 'line'
  return at < first - 1 ? 'gap' : 'word'
}

function isGap(unit: number): boolean {
  return unit <= SPACE || unit === WIDE
}
