import { BUCKETS } from '../src/analysis/prompt-features.ts'
import { HEADS, HEADS_BYTES, LENGTH_TERMS } from '../src/analysis/prompt-heads.ts'
import type { FittedHeads } from './fit-heads.ts'

const ZERO = 128
const STEPS = 127

/** The bytes of a file of heads: each head's weights in steps of a 127th of its largest. */
export function packHeads({ weights, biases }: FittedHeads, lengths: Float32Array): Uint8Array {
  if (lengths.length !== LENGTH_TERMS) throw new RangeError(`${lengths.length} terms of length`)
  const heads = HEADS.length
  const most = new Float32Array(heads)
  for (const [at, weight] of weights.entries()) {
    most[at % heads] = Math.max(most[at % heads] ?? 0, Math.abs(weight))
  }
  const scales = most.map((one) => one / STEPS || 1)
  const bytes = new Uint8Array(HEADS_BYTES)
  const parameters = new Float32Array(bytes.buffer, 0, 2 * heads + LENGTH_TERMS)
  parameters.set(scales)
  parameters.set(biases, heads)
  parameters.set(lengths, 2 * heads)
  const packed = bytes.subarray(HEADS_BYTES - BUCKETS * heads)
  for (const [at, weight] of weights.entries()) {
    packed[at] = ZERO + Math.round(weight / (scales[at % heads] ?? 1))
  }
  return bytes
}
