import { FAMILIES, type PromptProfile } from '../contracts/routing.ts'
import { totalSeconds } from './latency.ts'
import type { Contender } from './rank.ts'

/** Why this request counts as what it counts as: the first half of a reason, the same for all candidates. */
export function profileReason({ kind, families, difficulty }: PromptProfile): string {
  if (kind === 'housekeeping') return kind
  const main = FAMILIES.reduce((most, family) =>
    families[family] > families[most] ? family : most,
  )
  return `${main} ${rounded(families[main])}, difficulty ${rounded(difficulty)}`
}

/** What is expected of one candidate; printable ASCII, without names or words of the prompt. */
export function contenderReason(contender: Contender, raised: number | undefined): string {
  const { placement, state, small } = contender
  const { quality, latency } = contender.weighed
  const clauses = [`quality ${rounded(quality)}`]
  if (placement.loaded === true) clauses.push('loaded')
  if (placement.loaded === false) clauses.push(`loads in ~${seconds(latency.load)}`)
  clauses.push(`~${seconds(totalSeconds(latency))}`)
  if (raised !== undefined) clauses.push(`context raised to ${raised}`)
  if (small) clauses.push('small for this work')
  if (state.open) clauses.push('failed lately')
  if (!placement.up) clauses.push('down')
  return clauses.join(', ')
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function seconds(value: number): string {
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} s`
}
