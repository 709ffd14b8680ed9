import { codeUnits } from '../std/code-units.ts'
import { FOLDED, KINDS, UNSPACED } from './letters.ts'

/** How many different features there are: each is a number below this. */
export const BUCKETS = 49_152

/** The longest text that is read, in characters: what an excerpt holds. */
const LONGEST = 4097
/** Further on pieces of words are left out: by then whole words have said enough. */
const PIECES_UNTIL = 1024
/** Of longer words, which running text has not, no pieces are taken. */
const LONGEST_WORD = 24
/** So many words at the beginning count by their place too. */
const PLACES = 2
/** At most so many features come from one character, and a few from the text as a whole. */
const MOST = 5 * LONGEST + 8

const NEWLINE = 10
const SPACE = 32

/** Sorts of features, so that the same letters of two sorts are two features. */
const WORD = 0x21
const PAIR = 0x22
const PLACE = 0x24
const LINE_START = 0x25
const PIECE = 0x31
const SIGN = 0x41
const TWO_SIGNS = 0x42
const THREE_SIGNS = 0x43
const MARK_AFTER = 0x51
const MARK_BEFORE = 0x52
const CHARACTERS = 0x61
const WORDS = 0x62
const LAST = 0x63

/** Stands for the gap before a word, and for the one behind it. */
const BEFORE_WORD = 1
const BEHIND_WORD = 2

const HASH_START = 0x811c9dc5
const HASH_FACTOR = 0x01000193
const SPREAD_FACTOR = 0x2c1b3c6d

interface Pass {
  readonly units: Uint16Array
  readonly length: number
  readonly number: number
  count: number
  words: number
  /** Hash of the word before; 0 = none. */
  before: number
  startsLine: boolean
}

/** The features of this pass, and for each feature the pass that met it last. */
const found = new Uint16Array(MOST)
const met = new Uint32Array(BUCKETS)
let passes = 0

/** For the loops over every character: a binding of this module is compiled in, an imported one looked up each time. */
const kinds = KINDS
const folded = FOLDED
const unspaced = UNSPACED

/**
 * The distinct features of a text, valid until the next call: its words, neighbours and pieces of them, signs, marks,
 * and how long it is. Case, accents and the values of digits do not matter; of more than 4,097 characters the rest is not read.
 */
export function promptFeatures(text: string): Uint16Array {
  const pass = begin(text)
  let index = 0
  while (index < pass.length) {
    const unit = pass.units[index] ?? 0
    const kind = kinds[unit] ?? 0
    if (kind === 0) {
      readMark(pass, index, unit)
      index++
    } else if ((kind & unspaced) !== 0) {
      readSign(pass, index)
      index++
    } else index = readWord(pass, index)
  }
  add(pass, mix(CHARACTERS, doublings(pass.length)))
  add(pass, mix(WORDS, doublings(pass.words)))
  add(pass, mix(LAST, lastUnit(pass)))
  return found.subarray(0, pass.count)
}

function begin(text: string): Pass {
  const length = Math.min(text.length, LONGEST)
  const units = codeUnits(length < text.length ? text.slice(0, length) : text)
  for (let index = 0; index < length; index++) units[index] = folded[units[index] ?? 0] ?? 0
  passes = (passes + 1) >>> 0
  return { units, length, number: passes, count: 0, words: 0, before: 0, startsLine: true }
}

function readWord(pass: Pass, start: number): number {
  const { units } = pass
  let hash = HASH_START
  let end = start
  for (;;) {
    const unit = units[end] ?? 0
    const kind = kinds[unit] ?? 0
    if (kind === 0 || (kind & unspaced) !== 0) break
    hash = mix(hash, unit)
    end++
  }
  add(pass, hash ^ WORD)
  if (pass.before !== 0) add(pass, mix(pass.before, hash) ^ PAIR)
  addPlace(pass, hash)
  if (start < PIECES_UNTIL && end - start <= LONGEST_WORD) addPieces(pass, start, end)
  pass.before = hash
  return end
}

/** Where a word or sign stands: among the first of all, or at the start of a line. */
function addPlace(pass: Pass, hash: number): void {
  if (pass.words < PLACES) add(pass, mix(hash, PLACE + 0x100 * pass.words))
  if (pass.startsLine) add(pass, mix(hash, LINE_START))
  pass.startsLine = false
  pass.words++
}

/** Four letters in a row, with the gaps around the word: words that are nearly the same have most of these in common. */
function addPieces(pass: Pass, start: number, end: number): void {
  const { units } = pass
  let first = BEFORE_WORD
  let second = units[start] ?? 0
  let third = units[start + 1] ?? 0
  for (let index = start + 2; index <= end; index++) {
    const fourth = index === end ? BEHIND_WORD : (units[index] ?? 0)
    add(pass, mix(mix(mix(mix(PIECE, first), second), third), fourth))
    first = second
    second = third
    third = fourth
  }
}

/** One, two and three signs in a row of a script without spaces. */
function readSign(pass: Pass, index: number): void {
  const { units } = pass
  const first = units[index] ?? 0
  const second = units[index + 1] ?? 0
  const third = units[index + 2] ?? 0
  const pair = mix(mix(TWO_SIGNS, first), second)
  add(pass, mix(SIGN, first))
  if (second > SPACE) {
    add(pass, pair)
    if (third > SPACE) add(pass, mix(pair, third) ^ THREE_SIGNS)
  }
  addPlace(pass, pair)
  pass.before = 0
}

/** A mark counts with what stands before it, roughly, and with the mark behind it. */
function readMark(pass: Pass, index: number, unit: number): void {
  if (unit === NEWLINE) pass.startsLine = true
  if (unit <= SPACE) return
  const next = pass.units[index + 1] ?? 0
  add(pass, mix(mix(MARK_AFTER, unit), sortOf(pass.units[index - 1] ?? 0)))
  add(pass, mix(mix(MARK_BEFORE, unit), kinds[next] === 0 ? next : 1))
}

/** Of nothing, a space, a mark, or a part of a word. */
function sortOf(unit: number): number {
  if (unit <= SPACE) return unit === 0 ? 0 : 1
  return kinds[unit] === 0 ? 2 : 3
}

function add(pass: Pass, hash: number): void {
  const spread = Math.imul(hash ^ (hash >>> 15), SPREAD_FACTOR)
  const feature = Math.imul((spread ^ (spread >>> 13)) & 0xffff, BUCKETS) >>> 16
  if (met[feature] === pass.number) return
  met[feature] = pass.number
  found[pass.count] = feature
  pass.count++
}

function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, HASH_FACTOR)
}

function doublings(count: number): number {
  return 31 - Math.clz32(count + 1)
}

function lastUnit({ units, length }: Pass): number {
  let index = length - 1
  while (index > 0 && (units[index] ?? 0) <= SPACE) index--
  return length === 0 ? 0 : (units[index] ?? 0)
}
