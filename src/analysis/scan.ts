import type { Family } from '../contracts/routing.ts'
import { codeUnits } from '../std/code-units.ts'
import { hashOn, type Listed, WordTable } from '../std/word-table.ts'
import { type Cue, cues, STEM, stems } from './cues.ts'
import { DIGIT, isLetter, KINDS, UNDERSCORE, UNSPACED } from './letters.ts'
import { type Marks, readMark } from './marks.ts'
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
  readonly marks: Readonly<Marks>
}

/** No cue is longer; neither is a word in running text. */
const LONGEST_WORD = 24

const SPACE = 32
const HYPHEN = 45

const cueTable = new WordTable(cues)
const stemTable = new WordTable(stems)

/** For the loops over every character: a binding of this module is compiled in, an imported one looked up each time. */
const kinds = KINDS
const onwards = hashOn
const stemLength = STEM
const unspaced = UNSPACED

interface Pass {
  readonly text: string
  readonly units: Uint16Array
  readonly seen: Set<Cue>
  readonly evidence: Record<Family, number>
  readonly marks: Marks
  hard: number
  constraints: number
  words: number
  numbers: number
  unspaced: boolean
  /** The word before, if a phrase may have begun with it. */
  opener: string
  /** Of the word read last: what its characters are, its hash and that of its stem. */
  kind: number
  hash: number
  stem: number
}

/** Reads a text once, word by word, in time linear in its length. */
export function scan(text: string): Scan {
  const pass = start(text.toLowerCase())
  const { units, marks } = pass
  const { length } = pass.text
  let index = 0
  while (index < length) {
    const unit = units[index] ?? 0
    const kind = kinds[unit] ?? 0
    if (kind !== 0) index = readWord(pass, index, kind)
    else {
      if (unit > SPACE) readMark(marks, units, index)
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
    units: codeUnits(text),
    seen: new Set(),
    evidence: noEvidence(),
    marks: { questions: 0, fences: 0, code: 0, math: 0, latex: 0 },
    hard: 0,
    constraints: 0,
    words: 0,
    numbers: 0,
    unspaced: false,
    opener: '',
    kind: 0,
    hash: 0,
    stem: 0,
  }
}

/** Reads the word at `index`, whose first character is of this kind; returns where it ends. */
function readWord(pass: Pass, index: number, first: number): number {
  if ((first & UNSPACED) !== 0) return readRun(pass, index)
  const end = endOfWord(pass, index)
  pass.words++
  if ((first & DIGIT) !== 0) pass.numbers++
  else if (end - index <= LONGEST_WORD) {
    if ((pass.kind & UNDERSCORE) !== 0) pass.marks.code++
    lookUp(pass, index, end)
  }
  return end
}

/** Notes on the way what `Pass` keeps of a word. */
function endOfWord(pass: Pass, index: number): number {
  const { units } = pass
  const stemEnd = index + stemLength
  let hash = 0
  let stem = 0
  let all = 0
  let end = index
  for (;;) {
    const unit = units[end] ?? 0
    const kind = kinds[unit] ?? 0
    if ((kind === 0 || (kind & unspaced) !== 0) && !isHyphen(units, end)) break
    if (end === stemEnd) stem = hash
    hash = onwards(hash, unit)
    all |= kind
    end++
  }
  pass.kind = all
  pass.hash = hash
  pass.stem = stem
  return end
}

/** Between two letters a hyphen is part of the word. */
function isHyphen(units: Uint16Array, index: number): boolean {
  return units[index] === HYPHEN && isLetter(units[index + 1] ?? 0)
}

/** A run of a script without spaces counts as one word for every two characters. */
function readRun(pass: Pass, index: number): number {
  let end = index + 1
  while (((kinds[pass.units[end] ?? 0] ?? 0) & UNSPACED) !== 0) end++
  pass.words += (end - index + 1) >> 1
  pass.unspaced = true
  return end
}

function lookUp(pass: Pass, start: number, end: number): void {
  const { text, opener } = pass
  const cue = cueAt(pass, start, end)
  if (cue !== undefined) take(pass, cue)
  if (opener !== '') {
    const phrase = cues.get(`${opener}_${text.slice(start, end)}`)
    if (phrase !== undefined) take(pass, phrase)
  }
  pass.opener = cue?.opensPhrase === true ? text.slice(start, end) : ''
}

function cueAt(pass: Pass, start: number, end: number): Cue | undefined {
  const cue = sureOf(cueTable.find(pass.hash), pass, start, end)
  if (cue !== undefined || end - start <= STEM) return cue
  return sureOf(stemTable.find(pass.stem), pass, start, start + STEM)
}

/** A cue that was seen before is taken at its hash's word: it cannot count twice. */
function sureOf(
  found: Listed<Cue> | undefined,
  { seen, text }: Pass,
  start: number,
  end: number,
): Cue | undefined {
  if (found === undefined) return undefined
  const { word, value } = found
  if (word.length !== end - start) return undefined
  return seen.has(value) || text.startsWith(word, start) ? value : undefined
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
