import type { AnswerGiven } from '../contracts/decision.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { KeyedEvidence, Opinion, Vote } from '../contracts/learning.ts'
import { FAMILIES, type Family, type Work } from '../contracts/routing.ts'
import { nearNames } from '../std/near-names.ts'
import { voteKey } from './daily-votes.ts'

/** What the original called some families. */
const OTHER_NAMES: Readonly<Record<string, Family>> = {
  coding: 'code',
  creativity: 'writing',
  creative: 'writing',
  factual: 'knowledge',
  general: 'chat',
}

/** The family of that name, by the original's names as well. Throws a GatewayError where there is none. */
export function familyNamed(name: string): Family {
  const folded = name.trim().toLowerCase()
  const other = Object.hasOwn(OTHER_NAMES, folded) ? OTHER_NAMES[folded] : undefined
  const family = other ?? FAMILIES.find((one) => one === folded)
  if (family !== undefined) return family
  const known = [...FAMILIES, ...Object.keys(OTHER_NAMES)]
  const [near] = nearNames(folded, known, 1)
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`
  const message = `There is no category "${name.slice(0, 100)}".${hint} There are: ${known.join(', ')}.`
  throw new GatewayError('invalid_request', message, { param: 'category' })
}

/** An opinion as it is kept. */
export function voteOn({ model, backend }: AnswerGiven, opinion: Opinion): Vote {
  return { ...opinion, model, backend }
}

/**
 * An opinion as evidence: good or bad, and as heavy as it is far from neither. None of what nobody looked at, and of an
 * opinion that is neither: then `undefined`.
 */
export function evidenceOf(answer: AnswerGiven, opinion: Opinion): KeyedEvidence | undefined {
  const { responseId, voter, score, category, at } = opinion
  const work = category === undefined ? answer.work : workNamed(category, answer.work)
  if (work === undefined || score === 0) return undefined
  return {
    key: voteKey(responseId, voter),
    model: answer.model,
    source: 'feedback',
    work,
    y: score > 0 ? 1 : 0,
    weight: Math.abs(score),
    at,
  }
}

function workNamed(category: string, work: Work | undefined): Work | undefined {
  if (work === undefined) return undefined
  const chosen = familyNamed(category)
  const families = Object.fromEntries(FAMILIES.map((name) => [name, name === chosen ? 1 : 0]))
  return { ...work, families: families as Record<Family, number> }
}
