import { identify } from '../../models/identity.ts'
import { canonicalName, nameParts } from '../../models/name-text.ts'
import { takeQuantisation } from '../../models/quantisation.ts'
import { memoise } from '../../std/memoise.ts'
import { takeEdition } from './edition.ts'
import { isBaseModel } from './is-base-model.ts'
import { type NamePart, namePart, spelledAlike } from './name-part.ts'
import { releaseOf } from './release.ts'

/** Which model a name means, however it is spelled: what tells models apart and nothing else. */
export interface ModelIdentity {
  /** `llama`, `gpt-4o`; undefined = the name means no single model. */
  readonly family: string | undefined
  /** Whether the family is one that is known; else it is the name's first word. */
  readonly known: boolean
  /** Without a `.0` at its end; undefined = the first, or not said. */
  readonly version: string | undefined
  /** Billions. */
  readonly parameters: number | undefined
  /** Words of weights of their own, such as `coder` and `vision`, in order. */
  readonly variants: readonly string[]
  readonly mode: 'thinks' | 'answers' | undefined
  /** How hard it was told to think. */
  readonly effort: string | undefined
  /** `preview`, `beta`. */
  readonly stage: string | undefined
  readonly edition: string | undefined
  /** The model that it was made from, where the name says so. */
  readonly base: string | undefined
  /** Words that nobody knows, in order: somebody's own version of the model. */
  readonly tune: readonly string[]
}

/** Spellings that would be read as other models, and how they are meant. */
const MEANT: readonly (readonly [RegExp, string])[] = [
  [/-v\d:\d$/, ''],
  [/@(?!i?q\d)[a-z]+$/, ''],
  [/deepseek[- ]?(?:chat[- ])?v(?=\d)/, 'deepseek-v'],
  [/deepseek-v2-coder/, 'deepseek-coder-v2-236b'],
  [/deepseek-v2-chat/, 'deepseek-v2-236b'],
  [/deepseek-coder-v2-instruct/, 'deepseek-coder-v2-236b'],
  [/c4ai-|(?<=command-r(?:-plus)?)-v0?\.?1(?![\d.])/g, ''],
  [/gpt-?35/, 'gpt-3.5'],
  [/gpt-4-(?=(?:1106|0125)-preview)/, 'gpt-4-turbo-'],
  [/(?<![a-z])(?:no|non)[- ](?=think|reason)/, 'no'],
]

/** Made from models of other families, whose names they also hold. */
const BASE = /^(?:llama|qwen|mistral|mixtral|phi|gemma|yi|vicuna|solar|nemo)(?:-?v?\d+(?:\.\d+)*)?$/
const MADE_FROM_OTHERS =
  /^(?:deepseek-r1|hermes|dolphin|nemotron|cogito|llava|tulu|openthinker|zephyr)$/

/** Makers that think as much as they are told to; elsewhere these words are sizes or weights. */
const TAKES_EFFORT = /^(?:gpt|gpt-oss|o|grok|claude|gemini)$/

/** Nothing followed their previews, or what did is the same. */
const ALWAYS_PREVIEW = /^(?:cogito|deepscaler|kimi-k)$/

/** Reads any name of a model: an id, a file, a repository or what a leaderboard shows; remembered. */
export const modelIdentity: (name: string) => ModelIdentity = memoise(read, 20_000)

/** The one spelling of a model's name, for people and for tests. */
export function canonicalModel(name: string): string {
  const { family = '?', version = '', parameters, ...it } = modelIdentity(name)
  const size = parameters === undefined ? '' : `${parameters}b`
  const mode = it.mode === 'thinks' ? 'thinking' : ''
  const words = [it.base, mode, it.stage, it.effort, it.edition, ...it.tune]
  return [family + version, ...it.variants, size, ...words].filter(Boolean).join('-')
}

function read(spelled: string): ModelIdentity {
  const name = MEANT.reduce(
    (text, [found, meant]) => text.replace(found, meant),
    spelled.toLowerCase().trim(),
  )
  const parts = nameParts(name)
  const own = ofName(parts.name)
  const isOwn = own.known || parts.withOwner === parts.name
  const owned = isOwn ? own : ofName(parts.withOwner)
  const found = owned.known ? owned : own
  const isNone = found.family === '' || /\s\+\s/.test(name)
  const variants = isBaseModel(spelled.trim())
    ? [...new Set([...found.variants, 'base'])]
    : found.variants
  return { ...found, variants: variants.toSorted(), ...(isNone && { family: undefined }) }
}

function ofName(name: string): ModelIdentity {
  const { edition, rest } = takeEdition(canonicalName(takeQuantisation(name).rest))
  const { family, instruct, parameters } = identify(name)
  const undated = identify(rest)
  const lead = family === undefined ? firstWord(rest) : afterFamily(rest, family, undated.version)
  const release = releaseOf({
    ...lead,
    parameters: parameters ?? undated.parameters,
    edition,
  })
  const words = lead.words.split('-').filter((word) => !isVersion(word, lead.version))
  const bases = MADE_FROM_OTHERS.test(lead.family) ? words.filter((word) => BASE.test(word)) : []
  const partsOf = sorted(
    words.filter((word) => !bases.includes(word)),
    { family: lead.family, sized: release.parameters !== undefined },
  )
  const isToldNotToThink = lead.family === 'qwen' && edition === '2025-07'
  return {
    family: lead.family,
    known: family !== undefined,
    ...release,
    base: release.base ?? bases[0]?.replace(/[-v\d.]+$/, ''),
    ...partsOf,
    ...(instruct === false && { variants: [...new Set([...partsOf.variants, 'base'])] }),
    ...(isToldNotToThink && { mode: partsOf.mode ?? 'answers' }),
  }
}

interface Lead {
  readonly family: string
  readonly version: string | undefined
  /** The rest of the name. */
  readonly words: string
}

function afterFamily(name: string, family: string, version = ''): Lead {
  const spelled = family.replaceAll('-', '-?').replace(/(?<=[a-z])(?=\d)/g, '-?')
  const number = version.replaceAll('.', '\\.')
  const found = new RegExp(`(?<![^-])${spelled}(?:-?v?${number || '(?!)'}(?![\\d.]))?`).exec(name)
  const words = found === null ? name : name.replace(found[0], '')
  return { family, version: version === '' ? undefined : version, words }
}

function firstWord(name: string): Lead {
  const words = name.split('-').filter(Boolean)
  const at = words.findIndex((word) => /[a-z]/.test(word) && namePart(word) === 'tune')
  const [, family = words[at] ?? '', version] =
    /^([a-z]+)(\d+(?:\.\d+)*)$/.exec(words[at] ?? '') ?? []
  return { family, version, words: words.filter((_, place) => place !== at).join('-') }
}

function isVersion(word: string, version: string | undefined): boolean {
  return version !== undefined && (word === version || word === `v${version}`)
}

type Words = Pick<ModelIdentity, 'variants' | 'mode' | 'effort' | 'stage' | 'tune'>

/** The words of a name by what they are about. */
function sorted(
  words: readonly string[],
  { family, sized }: { readonly family: string; readonly sized: boolean },
): Words {
  const found = new Map<NamePart, string[]>()
  for (const spelled of words) {
    const word = spelled.replace(/(?<=^(?:sonnet|opus|haiku))\d[\d.]*$/, '')
    const part = partOf(word, family, sized)
    found.set(part, [...(found.get(part) ?? []), spelledAlike(word)])
  }
  const all = (part: NamePart): readonly string[] => [...new Set(found.get(part))].toSorted()
  const thinks = found.has('thinks') ? 'thinks' : undefined
  return {
    variants: all('variant'),
    mode: found.has('answers') ? 'answers' : thinks,
    effort: all('effort')[0],
    stage: ALWAYS_PREVIEW.test(family) ? undefined : all('stage')[0]?.replace(/^exp.+/, 'exp'),
    tune: all('tune'),
  }
}

function partOf(word: string, family: string, sized: boolean): NamePart {
  const part = namePart(word)
  const isEffort = part === 'effort' || word === 'medium'
  if (isEffort) return TAKES_EFFORT.test(family) ? 'effort' : sizeOr(sized, part)
  if (part === 'size') return sizeOr(sized, part)
  if (word === 'turbo' && sized) return 'nothing'
  if (word === 'chat' && family === 'gpt') return 'variant'
  return part
}

/** A word for a size says nothing beside the size. */
function sizeOr(sized: boolean, part: NamePart): NamePart {
  return part === 'size' && sized ? 'nothing' : 'variant'
}
