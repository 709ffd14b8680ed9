import { randomId } from './random-id.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const TIME_LENGTH = 8
const RANDOM_LENGTH = 14

let encodedTime = 0
let encoded = ''

/**
 * 22 base62 characters, unguessable (83 random bits) and in the order of their milliseconds: an index of a table grows
 * at its end, where random ids touch a page each. `now`: milliseconds since 1970.
 */
export function orderedId(now: number): string {
  if (now !== encodedTime) {
    encodedTime = now
    encoded = base62(now)
  }
  return encoded + randomId(RANDOM_LENGTH)
}

function base62(value: number): string {
  let rest = value
  let text = ''
  while (text.length < TIME_LENGTH) {
    text = ALPHABET.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text
}
