import { defined } from '../std/defined.ts'

/** Billions of parameters: all of them, and those used per token where these are fewer. */
export interface Sizes {
  readonly parameters?: number
  readonly activeParameters?: number
}

/** `7b`, `1.5b`, `1t`, `qwen7b`, `e4b` (as if it had 4 billion); not `4bit` and not `a3b`. */
const BILLIONS = /(?<=^|-|-e|[a-z]{3})(\d{1,4}(?:\.\d{1,3})?)([bt])(?![^-])/
/** `135m`; fewer than 14 are millions of tokens of context. */
const MILLIONS = /(?<![^-])(1[4-9]|[2-9]\d|[1-9]\d\d)(m)(?![^-])/
/** `a3b`, `a400m`. */
const ACTIVE = /(?<![^-])a(\d{1,3}(?:\.\d{1,2})?)([bm])(?![^-])/
/** `8x7b`, and `17b-16e` the other way round: how many experts, and the size of the model they were cut into. */
const EXPERTS = /(?<![^-])(?:(\d{1,3})x(\d{1,3}(?:\.\d{1,2})?)b|(\d{1,3})b-(\d{1,3})e)(?![^-])/

const UNIT: Readonly<Record<string, number>> = { t: 1000, b: 1, m: 0.001 }

const KNOWN_MIXTURES: Readonly<Record<string, Sizes>> = {
  '8x7': { parameters: 46.7, activeParameters: 12.9 },
  '8x22': { parameters: 141, activeParameters: 39 },
  '16x3.8': { parameters: 42, activeParameters: 6.6 },
  '16x17': { parameters: 109, activeParameters: 17 },
  '128x17': { parameters: 400, activeParameters: 17 },
}

/** Other mixtures are taken to be built like Mixtral: this share of the model is in experts, and two of them work. */
const EXPERT_SHARE = 0.78
const EXPERTS_AT_WORK = 2

/** The sizes that a canonical name states; never a guess from a word such as `mini`. */
export function statedSizes(name: string): Sizes {
  const experts = EXPERTS.exec(name)
  if (experts) return mixture(Number(experts[1] ?? experts[4]), Number(experts[2] ?? experts[3]))
  return defined({
    parameters: inBillions(BILLIONS.exec(name)) ?? inBillions(MILLIONS.exec(name)),
    activeParameters: inBillions(ACTIVE.exec(name)),
  })
}

function mixture(experts: number, size: number): Sizes {
  const known = KNOWN_MIXTURES[`${experts}x${size}`]
  if (known || experts < EXPERTS_AT_WORK || size === 0) return known ?? {}
  const withExperts = (count: number): number =>
    Number((size * (1 - EXPERT_SHARE + EXPERT_SHARE * count)).toPrecision(3))
  return { parameters: withExperts(experts), activeParameters: withExperts(EXPERTS_AT_WORK) }
}

function inBillions(found: RegExpExecArray | null): number | undefined {
  const size = Number(found?.[1]) * (UNIT[found?.[2] ?? ''] ?? 0)
  return size > 0 ? Number(size.toPrecision(6)) : undefined
}
