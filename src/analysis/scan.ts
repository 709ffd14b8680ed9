import type { Family } from '../contracts/routing.ts'
import { type Cue, cues, STEM, stems } from './cues.ts'
import { unspacedCues } from './unspaced-cues.ts'

/** What one pass over a text found. */
export interface Scan {
  /** Sum of the weights of the distinct cues of each family. */
  readonly evidence: Readonly<Record<Family, number>>
  /** Sum of the hardness of the distinct cues. */
  readonly hard: number
  readonly constraints: number
  readonly words: number
  readonly numbers: number
  readonly questions: number
  readonly marks: Marks
}

/** Signs that are neither letters nor digits, or shapes that only programs and formulas have. */
export interface Marks {
  readonly fences: number
  /** Calls `f(`, braces, semicolons at a line's end, snake_case. */
  readonly code: number
  /** Operators between numbers, powers, and mathematical symbols. */
  readonly math: number
  /** Commands of LaTeX, whose braces are not those of a program. */
  readonly latex: number
}

/** No cue is longer; neither is a word in running text. */
const LONGEST_WORD = 24

const NEWLINE = 10
const SPACE = 32
const PARENTHESIS = 40
const HYPHEN = 45
const SEMICOLON = 59
const BACKSLASH = 92
const CARET = 94
const UNDERSCORE = 95
const BACKTICK = 96
const BRACE_OPEN = 123
const BRACE_CLOSE = 125
/** Latin, Arabic and fullwidth. */
const QUESTION_MARKS: ReadonlySet<number> = new Set([63, 0x61f, 0xff1f])
/** `*`, `+`, `=` and the multiplication sign. */
const OPERATORS: ReadonlySet<number> = new Set([42, 43, 61, 0xd7])
/** The multiplication and division signs, Arabic comma, semicolon and question mark, danda. */
const SEPARATORS: ReadonlySet<number> = new Set([0xd7, 0xf7, 0x60c, 0x61b, 0x61f, 0x964])

/** 1 for the letters and digits below U+00C0, and the underscore. */
const WORD_CODES = Uint8Array.from({ length: 0xc0 }, (_, code) =>
  (code >= 97 && code <= 122) || isDigit(code) || code === UNDERSCORE ? 1 : 0,
)

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

interface Pass {
  readonly text: string
  readonly seen: Set<Cue>
  readonly evidence: Record<Family, number>
  readonly marks: Mutable<Marks>
  hard: number
  constraints: number
  words: number
  numbers: number
  questions: number
  unspaced: boolean
  /** The word before, if a phrase may have begun with it. */
  opener: string
}

/** Reads a text once, word by word, in time linear in its length. */
export function scan(text: string): Scan {
  const pass = start(text.toLowerCase())
  let index = 0
  while (index < pass.text.length) {
    const code = pass.text.charCodeAt(index)
    if (isWordCode(code)) index = readWord(pass, index, code)
    else {
      if (code > 32) readMark(pass, index, code)
      index++
    }
  }
  if (pass.unspaced) readUnspaced(pass)
  return pass
}

/** No evidence for any family. */
export function noEvidence(): Record<Family, number> {
  return { code: 0, math: 0, reasoning: 0, knowledge: 0, writing: 0, extract: 0, tools: 0, chat: 0 }
}

function start(text: string): Pass {
  return {
    text,
    seen: new Set(),
    evidence: noEvidence(),
    marks: { fences: 0, code: 0, math: 0, latex: 0 },
    hard: 0,
    constraints: 0,
    words: 0,
    numbers: 0,
    questions: 0,
    unspaced: false,
    opener: '',
  }
}

/** Reads the word at `index`; returns where it ends. */
function readWord(pass: Pass, index: number, first: number): number {
  if (isUnspaced(first)) return readRun(pass, index)
  const { text } = pass
  const end = endOfWord(text, index + 1)
  pass.words++
  if (isDigit(first)) pass.numbers++
  else if (end - index <= LONGEST_WORD) lookUp(pass, text.slice(index, end))
  return end
}

function endOfWord(text: string, from: number): number {
  let end = from
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code < 0xc0 ? WORD_CODES[code] === 1 : isWordCode(code) && !isUnspaced(code)) continue
    if (!isHyphen(text, end, code)) break
  }
  return end
}

/** A run of a script without spaces counts as one word for every two characters. */
function readRun(pass: Pass, index: number): number {
  let end = index + 1
  while (end < pass.text.length && isUnspaced(pass.text.charCodeAt(end))) end++
  pass.words += (end - index + 1) >> 1
  pass.unspaced = true
  return end
}

function lookUp(pass: Pass, word: string): void {
  if (word.includes('_')) pass.marks.code++
  const cue = cues.get(word) ?? (word.length > STEM ? stems.get(word.slice(0, STEM)) : undefined)
  if (cue !== undefined) take(pass, cue)
  if (pass.opener !== '') {
    const phrase = cues.get(`${pass.opener}_${word}`)
    if (phrase !== undefined) take(pass, phrase)
  }
  pass.opener = cue?.opensPhrase === true ? word : ''
}

function take(pass: Pass, cue: Cue): void {
  if (pass.seen.has(cue)) return
  pass.seen.add(cue)
  pass.hard += cue.hard
  if (cue.constraint) pass.constraints++
  for (const [family, weight] of cue.families) pass.evidence[family] += weight
}

function readUnspaced(pass: Pass): void {
  for (const { pattern, families, hard } of unspacedCues) {
    if (!pattern.test(pass.text)) continue
    pass.hard += hard
    for (const [family, weight] of families) pass.evidence[family] += weight
  }
}

function readMark(pass: Pass, index: number, code: number): void {
  const { text, marks } = pass
  if (QUESTION_MARKS.has(code)) {
    if (text.charCodeAt(index - 1) !== code) pass.questions++
  } else if (isFence(text, index, code)) marks.fences++
  else if (isLatex(text, index, code)) marks.latex++
  else if (isCodeMark(text, index, code)) marks.code++
  else if (isMathMark(text, index, code)) marks.math++
}

function isFence(text: string, index: number, code: number): boolean {
  return code === BACKTICK && text.startsWith('```', index) && text[index - 1] !== '`'
}

function isLatex(text: string, index: number, code: number): boolean {
  if (code !== BACKSLASH) return false
  return isLetter(text.charCodeAt(index + 1)) && isLetter(text.charCodeAt(index + 2))
}

function isCodeMark(text: string, index: number, code: number): boolean {
  if (code === BRACE_OPEN || code === BRACE_CLOSE) return true
  if (code === PARENTHESIS) return isWordCode(text.charCodeAt(index - 1))
  return code === SEMICOLON && !(text.charCodeAt(index + 1) > NEWLINE)
}

function isMathMark(text: string, index: number, code: number): boolean {
  if (code >= 0x2200 && code <= 0x22ff) return true
  if (code === CARET) {
    return isWordCode(text.charCodeAt(index - 1)) && isWordCode(text.charCodeAt(index + 1))
  }
  return OPERATORS.has(code) && digitBeside(text, index, -1) && digitBeside(text, index, 1)
}

function digitBeside(text: string, index: number, step: 1 | -1): boolean {
  const near = text.charCodeAt(index + step)
  return isDigit(near === SPACE ? text.charCodeAt(index + 2 * step) : near)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Between two letters a hyphen is part of the word. */
function isHyphen(text: string, index: number, code: number): boolean {
  return code === HYPHEN && isLetter(text.charCodeAt(index + 1))
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || code >= 0xc0
}

/** Letters and digits of lower-case text, in any script; not emoji. */
function isWordCode(code: number): boolean {
  if (code < 0xc0) return WORD_CODES[code] === 1
  if (code < 0x2000) return !SEPARATORS.has(code)
  return isUnspaced(code)
}

/** Thai, Lao, Khmer, Chinese, Japanese and Korean. */
function isUnspaced(code: number): boolean {
  if (code < 0x2e80) return (code >= 0xe00 && code < 0x1000) || (code >= 0x1780 && code < 0x1800)
  if (code < 0xd800) return code < 0x3000 || code > 0x3020
  return (code >= 0xf900 && code < 0xfb00) || (code >= 0xff66 && code < 0xffe0)
}
