/** Of a letter, digit or underscore of lower-case text, in any script; not of emoji. */
const WORD = 1
/** Of a script that writes no spaces between words: Thai, Lao, Khmer, Chinese, Japanese and Korean. */
export const UNSPACED = 2

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
  [48, 58, WORD],
  [95, 96, WORD],
] as const
for (const [from, to, kind] of RANGES) KINDS.fill(kind, from, to)

/** The multiplication and division signs, Arabic comma, semicolon and question mark, danda. */
for (const separator of [0xd7, 0xf7, 0x60c, 0x61b, 0x61f, 0x964]) KINDS[separator] = 0

/** Where letters have cases, accents or wide forms. */
const FOLDING = [
  [65, 91],
  [0xc0, 0x600],
  [0x620, 0x6f0],
  [0x1e00, 0x2000],
  [0xff01, 0xff5f],
] as const

/** The first digit of each script that people count in. */
const ZEROS = [48, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10] as const

/** Each code unit as it is read: small, without accent, of usual width, and 0 for every digit; what people in haste leave out is left out. */
export const FOLDED = new Uint16Array(0x10000)

for (let unit = 0; unit < FOLDED.length; unit++) FOLDED[unit] = unit
for (const [from, to] of FOLDING) {
  for (let unit = from; unit < to; unit++) {
    FOLDED[unit] = String.fromCharCode(unit).normalize('NFKD').toLowerCase().charCodeAt(0)
  }
}
for (const zero of ZEROS) FOLDED.fill(48, zero, zero + 10)
