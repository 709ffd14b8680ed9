import { FAMILIES, type Family } from '../contracts/routing.ts'

/** Share of the work that is choosing and filling in tools, when the client offers some. */
const TOOLS_OFFERED = 0.4

/** The same while an answer of a tool waits to be used. */
const TOOLS_UNDER_WAY = 0.7

/** How much of the request is of each family, once `tools` says whether its client offers tools or uses them. */
export function familiesOf(
  words: Readonly<Record<Family, number>>,
  tools: 'none' | 'offered' | 'under-way',
): Record<Family, number> {
  const shares = { ...words }
  if (tools === 'none') return shares
  const share = tools === 'offered' ? TOOLS_OFFERED : TOOLS_UNDER_WAY
  for (const family of FAMILIES) shares[family] *= 1 - share
  shares.tools += share
  return shares
}
