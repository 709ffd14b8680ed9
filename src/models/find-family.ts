import { defined } from '../std/defined.ts'
import { BASE_FAMILIES } from './base-families.ts'
import type { FamilyEntry } from './family-entry.ts'
import { HOSTED_FAMILIES } from './hosted-families.ts'
import { wordStarting } from './name-text.ts'
import { TUNED_FAMILIES } from './tuned-families.ts'

/** A family found in a name. */
export interface FoundFamily {
  readonly family: string
  readonly version: string | undefined
  /** Its size in billions, where the name need not state it. */
  readonly parameters?: number
  /** Billions used per token, by all billions. */
  readonly active?: Readonly<Record<number, number>>
  readonly abilities: Pick<FamilyEntry, 'vision' | 'tools' | 'reasoning'>
}

/** `3.1`, `-v0.2`; not the beginning of `7b`, `8x7b`, `135m`, `32k` or a date. */
const VERSION = String.raw`(?:-?v?((?!0\d)\d{1,2}(?:\.\d{1,2})*)(?![\d.]|[bkmt](?![a-z])|x\d))?`
const LATER_VERSION = /-v(\d{1,2}(?:\.\d{1,2})*)(?![^-])/

const SAYS_NOTHING = new Set(['', 'meta', 'instruct', 'chat', 'it', 'text', 'base', 'gguf'])

interface Row {
  readonly entry: FamilyEntry
  /** Finds the name and, if it follows, the version. */
  readonly pattern: RegExp
  readonly word: RegExp
}

const TABLE = [...TUNED_FAMILIES, ...BASE_FAMILIES, ...HOSTED_FAMILIES].map(
  (entry): Row => ({
    entry,
    pattern: new RegExp(`(${wordStarting(entry.names).source})${VERSION}`),
    word: entry.word ? new RegExp(`(?<![a-z])(?:${entry.word})(?![a-z0-9])`) : /^/,
  }),
)

/** The first entry of the family tables that fits a canonical name; `stated` is the size the name gives. */
export function findFamily(name: string, stated?: number): FoundFamily | undefined {
  for (const row of TABLE) {
    const found = match(row, name, stated)
    if (found) return found
  }
  return undefined
}

function match(row: Row, name: string, stated?: number): FoundFamily | undefined {
  const { entry, pattern, word } = row
  const found = pattern.exec(name)
  if (!found || !word.test(name)) return undefined
  const version = found[2] ?? LATER_VERSION.exec(name)?.[1]
  const number = Number.parseFloat(version ?? '0')
  const { family = found[1] ?? '', since = 0, sizes, vision, tools, reasoning } = entry
  if (number < since || sizes?.includes(stated ?? 0) === false) return undefined
  return {
    family,
    version,
    abilities: defined({ vision, tools, reasoning }),
    ...((!since || number === since) && knownSizes(row, name.replace(found[0], '-'))),
  }
}

/** The sizes of an entry; `rest` is the name without that of the family, which may tell the model from others of it. */
function knownSizes(
  { entry, word }: Row,
  rest: string,
): Pick<FoundFamily, 'parameters' | 'active'> {
  const bare = rest
    .replace(word, '')
    .split('-')
    .every((part) => SAYS_NOTHING.has(part))
  return defined({
    parameters: entry.parameters ?? (bare ? entry.bare : undefined),
    active: entry.active,
  })
}
