import { textTokens } from '../../analysis/tokens.ts'

const WHO = ['The baker', 'A sailor', 'Our neighbour', 'The old teacher', 'A gardener', 'The pilot']
const DID = ['painted', 'repaired', 'carried', 'sold', 'borrowed', 'measured', 'described']
const WHAT = ['a wooden chair', 'the blue lamp', 'two maps', 'an iron gate', 'the long table']
const WHERE = ['near the harbour', 'in the village', 'behind the station', 'on the hill']

/**
 * Dull text of about so many tokens by our estimate, one sentence a line. `nonce` stands first and in every line, so
 * that no server has read any of it before.
 */
export function filler(tokens: number, nonce: string): string {
  const lines: string[] = []
  const perLine = textTokens([line(0, nonce)])
  for (let at = 0; at < Math.ceil(tokens / perLine); at++) lines.push(line(at, nonce))
  return lines.join('\n')
}

function line(at: number, nonce: string): string {
  return `${nonce} ${at + 1}: ${pick(WHO, at)} ${pick(DID, at)} ${pick(WHAT, at)} ${pick(WHERE, at)}.`
}

function pick(words: readonly string[], at: number): string {
  return words[(at * 7 + Math.floor(at / words.length)) % words.length] ?? ''
}
