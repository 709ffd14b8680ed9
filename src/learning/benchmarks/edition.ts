/** When a model came out, as far as its name says: `2024-07-18`, `2024-07`, `07-18` or a number such as `002`. */
export interface Edition {
  readonly edition: string | undefined
  /** The name without it. */
  readonly rest: string
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH = '(0[1-9]|1[0-2])'
const DAY = '(0[1-9]|[12]\\d|3[01])'

/** Spellings in a canonical name, most telling first. */
const SPELLINGS: readonly (readonly [RegExp, (parts: readonly string[]) => string])[] = [
  [
    new RegExp(`(?<!\\d)(20[12]\\d)-?${MONTH}-?${DAY}(?!\\d)`),
    ([, year, month, day]) => `${year}-${month}-${day}`,
  ],
  [
    new RegExp(`(?<!\\d)(2[3-9])-${MONTH}-${DAY}(?!\\d)`),
    ([, year, month, day]) => `20${year}-${month}-${day}`,
  ],
  [new RegExp(`(?<!\\d)${MONTH}-(20[12]\\d)(?!\\d)`), ([, month, year]) => `${year}-${month}`],
  [
    new RegExp(`(?<![^-])(${MONTHS.join('|')})[a-z]*-?(2[3-9])(?![^-])`),
    ([, month, year]) => `20${year}-${`${MONTHS.indexOf(month ?? '') + 1}`.padStart(2, '0')}`,
  ],
  [new RegExp(`(?<!\\d)(2[3-9])\\.${MONTH}(?!\\d)`), ([, year, month]) => `20${year}-${month}`],
  [new RegExp(`(?<![^-])(2[3-9])${MONTH}(?![^-])`), ([, year, month]) => `20${year}-${month}`],
  [new RegExp(`(?<![^-])${MONTH}${DAY}(?![^-])`), ([, month, day]) => `${month}-${day}`],
  [
    new RegExp(`(?<=preview-?|exp-?|thinking-?)${MONTH}-${DAY}(?!\\d)`),
    ([, month, day]) => `${month}-${day}`,
  ],
  [/(?<![^-])(00[1-9])(?![^-])/, ([, number]) => number ?? ''],
]

/** Takes the day, month or number of its edition from a canonical name. */
export function takeEdition(name: string): Edition {
  for (const [spelling, written] of SPELLINGS) {
    const found = spelling.exec(name)
    if (found === null) continue
    const rest = `${name.slice(0, found.index)}-${name.slice(found.index + found[0].length)}`
    return { edition: written(found), rest }
  }
  return { edition: undefined, rest: name }
}
