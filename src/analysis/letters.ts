/** Of a letter, digit or underscore of lower-case text, in any script; not of emoji. */
const WORD = 1
/** Of a script that writes no spaces between words: Thai, Lao, Khmer, Chinese, Japanese and Korean. */
export const UNSPACED = 2
export const DIGIT = 4
export const UNDERSCORE = 8

/** What each UTF-16 code unit is; 0 = no part of a word. A table, since this is asked of every character. */
export const KINDS = new Uint8Array(0x10000)

const RANGES = [
  [0xc0, 0x2000, WORD],
  [0xe00, 0x1000, WORD | UNSPACED],
  [0x1780, 0x1800, WORD | UNSPACED],
  [0x2e80, 0x3000, WORD | UNSPACED],
  [0x3021, 0xd800, WORD | UNSPACED],
  [0xf900, 0xfb00, WORD | UNSPACED],
  [0xff66, 0xffe0, WORD | UNSPACED],
  [97, 123, WORD],
  [48, 58, WORD | DIGIT],
  [95, 96, WORD | UNDERSCORE],
] as const
for (const [from, to, kind] of RANGES) KINDS.fill(kind, from, to)

/** The multiplication and division signs, Arabic comma, semicolon and question mark, danda. */
for (const separator of [0xd7, 0xf7, 0x60c, 0x61b, 0x61f, 0x964]) KINDS[separator] = 0

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}

export function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || unit >= 0xc0
}
