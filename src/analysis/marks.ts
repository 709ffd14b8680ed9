import { isDigit, isLetter, KINDS } from './letters.ts'

/** Signs that are neither letters nor digits, or shapes that only programs and formulas have. */
export interface Marks {
  questions: number
  fences: number
  /** Calls `f(`, braces, semicolons at a line's end, snake_case. */
  code: number
  /** Operators between numbers, powers, and mathematical symbols. */
  math: number
  /** Commands of LaTeX, whose braces are not those of a program. */
  latex: number
}

const NEWLINE = 10
const SPACE = 32
const PARENTHESIS = 40
const SEMICOLON = 59
const BACKSLASH = 92
const CARET = 94
const BACKTICK = 96
const BRACE_OPEN = 123
const BRACE_CLOSE = 125
/** Latin, Arabic and fullwidth. */
const QUESTION_MARKS: ReadonlySet<number> = new Set([63, 0x61f, 0xff1f])
/** `*`, `+`, `=` and the multiplication sign. */
const OPERATORS: ReadonlySet<number> = new Set([42, 43, 61, 0xd7])

/** Counts the sign at `index` of a lower-case text's code units, if it says anything. */
export function readMark(marks: Marks, units: Uint16Array, index: number): void {
  const unit = units[index] ?? 0
  if (QUESTION_MARKS.has(unit)) {
    if (units[index - 1] !== unit) marks.questions++
  } else if (isFence(units, index, unit)) marks.fences++
  else if (isLatex(units, index, unit)) marks.latex++
  else if (isCodeMark(units, index, unit)) marks.code++
  else if (isMathMark(units, index, unit)) marks.math++
}

function isFence(units: Uint16Array, index: number, unit: number): boolean {
  if (unit !== BACKTICK || units[index - 1] === BACKTICK) return false
  return units[index + 1] === BACKTICK && units[index + 2] === BACKTICK
}

function isLatex(units: Uint16Array, index: number, unit: number): boolean {
  if (unit !== BACKSLASH) return false
  return isLetter(units[index + 1] ?? 0) && isLetter(units[index + 2] ?? 0)
}

function isCodeMark(units: Uint16Array, index: number, unit: number): boolean {
  if (unit === BRACE_OPEN || unit === BRACE_CLOSE) return true
  if (unit === PARENTHESIS) return isWord(units[index - 1])
  return unit === SEMICOLON && !((units[index + 1] ?? 0) > NEWLINE)
}

function isMathMark(units: Uint16Array, index: number, unit: number): boolean {
  if (unit >= 0x2200 && unit <= 0x22ff) return true
  if (unit === CARET) return isWord(units[index - 1]) && isWord(units[index + 1])
  return OPERATORS.has(unit) && digitBeside(units, index, -1) && digitBeside(units, index, 1)
}

function isWord(unit: number | undefined): boolean {
  return KINDS[unit ?? 0] !== 0
}

function digitBeside(units: Uint16Array, index: number, step: 1 | -1): boolean {
  const near = units[index + step] ?? 0
  return isDigit(near === SPACE ? (units[index + 2 * step] ?? 0) : near)
}
