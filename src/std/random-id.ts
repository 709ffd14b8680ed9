import { randomFillSync } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** The largest multiple of 62 that fits a byte: what lies above would favour the first letters. */
const FAIR = 248

const pool = Buffer.alloc(4096)
let used = pool.length

/** So many base62 characters of true randomness, 5.95 bits each. */
export function randomId(length: number): string {
  let id = ''
  while (id.length < length) {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const byte = pool[used++] ?? FAIR
    if (byte < FAIR) id += ALPHABET.charAt(byte % 62)
  }
  return id
}
