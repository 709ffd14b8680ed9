import { createHash } from 'node:crypto'
import { tokenise } from './tokens.ts'

/** A vector of length 1: the same for the same text, near for texts that share words. */
export function embed(text: string, dimensions: number): readonly number[] {
  const vector = Array.from({ length: dimensions }, () => 0)
  for (const token of tokenise(text.toLowerCase())) {
    const hash = createHash('sha256').update(token.trim()).digest()
    for (let at = 0; at < TOUCHED; at += 1) {
      const place = hash.readUInt32LE(at * 4) % dimensions
      vector[place] = (vector[place] ?? 0) + (hash.readInt8(16 + at) < 0 ? -1 : 1)
    }
  }
  return normalise(vector)
}

/** The first `dimensions` members of a vector, at length 1 again. */
export function shorten(
  vector: readonly number[],
  dimensions: number | undefined,
): readonly number[] {
  return dimensions === undefined ? vector : normalise(vector.slice(0, dimensions))
}

/** Dimensions that one word moves. */
const TOUCHED = 4

function normalise(vector: readonly number[]): readonly number[] {
  const length = Math.hypot(...vector)
  return length === 0 ? vector.map((_, at) => (at === 0 ? 1 : 0)) : vector.map((x) => x / length)
}
