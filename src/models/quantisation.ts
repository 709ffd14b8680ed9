/** How quantisations are spelled in names, most telling first; the first group is the quantisation. */
const SPELLINGS: readonly RegExp[] = [
  /(?<![a-z0-9])([it]?q[1-8](?:[_-](?:k|[01]|nl|xxs|xs|s|m|l|xl))*)(?![a-z0-9])/,
  /(?<![a-z0-9])(awq|gptq|exl[23]|hqq|aqlm|nf4|w[48]a\d{1,2}|(?:mx|nv)fp[48])(?![a-z0-9])/,
  /(?<![a-z0-9])([2-8][_-]?bit|int[48])(?![a-z0-9])/,
  /(?<![a-z0-9])(fp[48]|b?f(?:16|32)|fp(?:16|32))(?![a-z0-9])/,
]

/** What a quantisation costs, in logits of answering right, by bits per weight; from 8 bits on nothing. */
const COST_BY_BITS: Readonly<Record<number, number>> = {
  1: -0.9,
  2: -0.9,
  3: -0.35,
  4: -0.12,
  5: -0.06,
  6: -0.03,
}

/**
 * The quantisation that a lower-case name gives, as a GGUF file spells it (`Q4_K_M`, `F16`, `AWQ`, `4BIT`), and the
 * name without it, so that its digits are not taken for a version or a size.
 */
export function takeQuantisation(name: string): { quantisation?: string; rest: string } {
  for (const spelling of SPELLINGS) {
    const found = spelling.exec(name)
    if (found?.[1] === undefined) continue
    const rest = `${name.slice(0, found.index)}-${name.slice(found.index + found[0].length)}`
    return { quantisation: unified(found[1]), rest }
  }
  return { rest: name }
}

/** How much a quantisation lowers the logit of a right answer: 0 for 8 bits and more, and for what is not known. */
export function quantisationOffset(quantisation?: string): number {
  const bits = bitsOf(quantisation?.toUpperCase() ?? '')
  return bits === undefined ? 0 : (COST_BY_BITS[bits] ?? 0)
}

function bitsOf(quantisation: string): number | undefined {
  if (/^(?:AWQ|GPTQ)/.test(quantisation)) return 4
  const bits = /^(?:UD-)?(?:[IT]?Q|B?F|(?:MX|NV)?FP|INT|NF|W)?(\d{1,2})/.exec(quantisation)?.[1]
  return bits === undefined ? undefined : Number(bits)
}

function unified(spelled: string): string {
  const upper = spelled.toUpperCase()
  if (upper.endsWith('BIT')) return upper.replace(/[_-]/, '')
  return upper.replaceAll('-', '_').replace(/^FP(?=16|32)/, 'F')
}
