import type { ModelIdentity } from './model-identity.ts'

type Release = Pick<ModelIdentity, 'version' | 'parameters' | 'edition'> & {
  readonly base: string | undefined
}

interface Named {
  readonly family: string
  readonly version: string | undefined
  readonly parameters: number | undefined
  readonly edition: string | undefined
  /** What else the name says. */
  readonly words: string
}

/** Versions that some names say by their month, or by a size that no other version has. */
const VERSION_OF: Readonly<Record<string, string>> = {
  'mistral-small 2024-09': '2',
  'mistral-small 22b': '2',
  'mistral-small 2025-01': '3',
  'mistral-small 2025-03': '3.1',
  'mistral-small 2025-06': '3.2',
  'mistral-small 24b': '3',
  'mistral-large 2024-02': '1',
  'mistral-large 2024-07': '2',
  'mistral-large 2024-11': '2.1',
  'devstral 2025-05': '1',
  'devstral 2025-07': '1.1',
  'magistral 2025-06': '1',
  'magistral 2025-07': '1.1',
  'magistral 2025-09': '1.2',
}

/** There was no other, so that saying it or not is the same. */
const ONLY_EDITION: ReadonlySet<string> = new Set([
  'mistral-nemo 2024-07',
  'pixtral 2024-09',
  'ministral 2024-10',
  'command-a 2025-03',
  'command-r7b 2024-12',
  'ministral 2025-12',
  'olmo 11-24',
])

/** What names that say no version have meant since it came out. */
const UNSAID_VERSION: Readonly<Record<string, string>> = {
  vicuna: '1.5',
  llava: '1.6',
  'minicpm-v': '2.6',
}

/** Billions of all models of these that are called `small`. */
const SMALL: Readonly<Record<string, number>> = { devstral: 24, magistral: 24 }

/** What DeepSeek's R1 was distilled into; with 8 billion there are two. */
const R1_BASES: Readonly<Record<number, string>> = {
  1.5: 'qwen',
  7: 'qwen',
  14: 'qwen',
  32: 'qwen',
  70: 'llama',
}

/** Billions of the R1 that was not distilled, which its bare name means. */
const WHOLE_R1 = 671

/** What families whose names leave something unsaid mean by it. */
export function releaseOf({ family, version, parameters, edition, words }: Named): Release {
  const size = parameters ?? unsaidSize(family, words)
  const said = firstAsNone(family, version)
  const implied = VERSION_OF[`${family} ${edition}`] ?? VERSION_OF[`${family} ${size}b`]
  const impliedBy = VERSION_OF[`${family} ${edition}`] !== undefined
  const isOnly = impliedBy || ONLY_EDITION.has(`${family} ${edition}`)
  return {
    version: firstAsNone(family, said ?? implied ?? UNSAID_VERSION[family]),
    parameters: size,
    edition: isOnly ? undefined : edition,
    base: family === 'deepseek-r1' ? R1_BASES[size ?? 0] : undefined,
  }
}

function unsaidSize(family: string, words: string): number | undefined {
  if (family === 'deepseek-r1') return WHOLE_R1
  return /(?<![a-z])small(?![a-z])/.test(words) ? SMALL[family] : undefined
}

/** `2.0` is `2`; the first version of most families goes without a number. */
function firstAsNone(family: string, version: string | undefined): string | undefined {
  const short = version?.replace(/(?:\.0)+$/, '')
  if (short === undefined || family === 'o') return short
  const isFirst = short === '1' || (short === '0.1' && family !== 'mistral')
  // A month that looks like a version: `25.01`.
  return isFirst || Number(short) > 22 ? undefined : short
}
