import { FAMILIES, type Family, SUBJECTS, type Subject } from '../contracts/routing.ts'
import { givesOptions } from './given-options.ts'
import { BUCKETS, promptFeatures } from './prompt-features.ts'

/** What the heads say of a text by its words alone. */
export interface WordsProfile {
  /** Probabilities; they sum to 1. */
  readonly families: Record<Family, number>
  /** Probabilities; they sum to 1. */
  readonly subjects: Record<Subject, number>
  /** Probability that one of several answers is to be chosen. */
  readonly choice: number
  /** Roughly 0 to 1, not limited to it: how hard the words sound, before the length counts. */
  readonly hardness: number
}

/** Linear heads over the features of a text: a weight of one byte for each feature and head. */
export interface PromptHeads {
  /** SHA-256 of the file they were read from, in hex. */
  readonly hash: string
  /** `COLUMNS` words for each feature; each byte is the weight of one head, 128 = 0. */
  readonly weights: Uint32Array
  /** Of each head: what one step of its bytes is worth, and what is added in the end. */
  readonly scales: Float32Array
  readonly biases: Float32Array
  /** What the length of the text adds to its difficulty: `LENGTH_TERMS` numbers. */
  readonly lengths: Float32Array
}

/** The heads in the order of their bytes. */
export const HEADS = [...FAMILIES, ...SUBJECTS, 'choice', 'hardness'] as const

/** For each family, and for choices among given answers, what it adds to difficulty and what a doubling of the length adds. */
export const LENGTH_TERMS = 2 * (FAMILIES.length + 1)

/** A column holds four heads, which are added up at a time, each in a lane of 16 bits. */
const COLUMNS = HEADS.length / 4
const LANES = 0x00ff00ff
const LANE = 0xffff
const ZERO = 128
/** Sums of so many bytes fit into a lane. */
const LANE_HOLDS = 256

/** How sure it is that one of several answers is to be chosen where they are listed. */
const OPTIONS_GIVEN = 0.98

const CHOICE = FAMILIES.length + SUBJECTS.length
const HARDNESS = CHOICE + 1

const PARAMETERS = 2 * HEADS.length + LENGTH_TERMS
/** The length of a file of heads in bytes: 32-bit floats for scales, biases and lengths, then the weights. */
export const HEADS_BYTES = 4 * PARAMETERS + BUCKETS * HEADS.length

/** No share of any of them. */
export const NO_FAMILY = noneOf(FAMILIES)
export const NO_SUBJECT = noneOf(SUBJECTS)

const sums = new Float64Array(HEADS.length)

/** Reads the bytes of a file of heads, little-endian; RangeError when there are not `HEADS_BYTES` of them. */
export function promptHeadsOf(bytes: Uint8Array, hash: string): PromptHeads {
  if (bytes.length !== HEADS_BYTES) {
    throw new RangeError(`${bytes.length} bytes of weights instead of ${HEADS_BYTES}`)
  }
  const { buffer } = bytes.slice()
  const parameters = new Float32Array(buffer, 0, PARAMETERS)
  return {
    hash,
    weights: new Uint32Array(buffer, 4 * PARAMETERS),
    scales: parameters.subarray(0, HEADS.length),
    biases: parameters.subarray(HEADS.length, 2 * HEADS.length),
    lengths: parameters.subarray(2 * HEADS.length),
  }
}

/** Profiles a text by its words, in one pass over it and one over its features. */
export function wordsProfile(heads: PromptHeads, text: string): WordsProfile {
  const scores = headScores(heads, promptFeatures(text))
  return {
    families: shares(FAMILIES, NO_FAMILY, scores, 0),
    subjects: shares(SUBJECTS, NO_SUBJECT, scores, FAMILIES.length),
    choice: givesOptions(text) ? OPTIONS_GIVEN : 1 / (1 + Math.exp(-(scores[CHOICE] ?? 0))),
    hardness: scores[HARDNESS] ?? 0,
  }
}

/** The score of each head in the order of `HEADS`, valid until the next call: a mean over features, so that length does not shout. */
function headScores({ weights, scales, biases }: PromptHeads, features: Uint16Array): Float64Array {
  const count = features.length
  sums.fill(-ZERO * count)
  for (let from = 0; from < count; from += LANE_HOLDS) {
    const some = features.subarray(from, from + LANE_HOLDS)
    for (let column = 0; column < COLUMNS; column += 2) addColumns(weights, some, column)
  }
  const share = 1 / Math.sqrt(count)
  for (let head = 0; head < sums.length; head++) {
    sums[head] = (sums[head] ?? 0) * share * (scales[head] ?? 0) + (biases[head] ?? 0)
  }
  return sums
}

/** Adds up the weights of eight heads: those of a column and of the next. */
function addColumns(weights: Uint32Array, features: Uint16Array, column: number): void {
  let even = 0
  let odd = 0
  let nextEven = 0
  let nextOdd = 0
  for (let index = 0; index < features.length; index++) {
    const at = (features[index] ?? 0) * COLUMNS + column
    const four = weights[at] ?? 0
    const next = weights[at + 1] ?? 0
    even = (even + (four & LANES)) | 0
    odd = (odd + ((four >>> 8) & LANES)) | 0
    nextEven = (nextEven + (next & LANES)) | 0
    nextOdd = (nextOdd + ((next >>> 8) & LANES)) | 0
  }
  addLanes(4 * column, even, odd)
  addLanes(4 * column + 4, nextEven, nextOdd)
}

function addLanes(head: number, even: number, odd: number): void {
  sums[head] = (sums[head] ?? 0) + (even & LANE)
  sums[head + 1] = (sums[head + 1] ?? 0) + (odd & LANE)
  sums[head + 2] = (sums[head + 2] ?? 0) + (even >>> 16)
  sums[head + 3] = (sums[head + 3] ?? 0) + (odd >>> 16)
}

/** `none` has a place for each name: to fill in its copy is several times as fast as to add the names one by one. */
function shares<Name extends string>(
  names: readonly Name[],
  none: Readonly<Record<Name, number>>,
  scores: Float64Array,
  from: number,
): Record<Name, number> {
  let most = Number.NEGATIVE_INFINITY
  for (let at = 0; at < names.length; at++) most = Math.max(most, scores[from + at] ?? 0)
  let total = 0
  for (let at = 0; at < names.length; at++) {
    const share = Math.exp((scores[from + at] ?? 0) - most)
    scores[from + at] = share
    total += share
  }
  const found: Record<Name, number> = { ...none }
  let at = from
  for (const name of names) {
    found[name] = (scores[at] ?? 0) / total
    at++
  }
  return found
}

function noneOf<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
}
