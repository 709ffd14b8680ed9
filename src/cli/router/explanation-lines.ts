import { plainText } from '../terminal/plain-text.ts'
import { table } from '../terminal/table.ts'
import { terminal } from '../terminal/terminal.ts'
import type { Explanation } from './explanation.ts'
import { sourcesOf } from './profile-lines.ts'

type Candidate = Explanation['candidates'][number]

/** Families that are less of a request than this are not worth telling. */
const LEAST_SHARE = 0.05

/** A decision for people: who, why, what it was weighed by, and who was refused. */
export function explanationLines(explained: Explanation): readonly string[] {
  const { candidates, rejected } = explained
  return [
    ...choice(explained),
    '',
    ...request(explained),
    ...(candidates.length === 0 ? [] : ['', ...table(HEAD, candidates.map(cells))]),
    ...(rejected.length === 0 ? [] : ['', ...refusals(rejected)]),
  ]
}

function choice({ chosen, reason, runner_up, margin, guard, floor, error }: Explanation): string[] {
  if (chosen === null)
    return [terminal.style('red', plainText(error?.message ?? 'Nobody is left.'))]
  const who = terminal.style('bold', plainText(`${chosen.model} on ${chosen.backend}`))
  const lines = [`${who}: ${plainText(reason ?? '')}`]
  if (runner_up !== null && margin !== null) {
    lines.push(plainText(`Next: ${runner_up.model} on ${runner_up.backend}, ${behind(margin)}.`))
  }
  if (guard !== null) lines.push(plainText(`Not believed: ${guard.refused}, ${guard.reason}.`))
  if (floor?.gave_way)
    lines.push(plainText(`Below the floor of ${floor.billions}B: ${floor.gave_way}.`))
  return lines
}

/** Utility is not all that counts: a conversation stays with its model, and some policies look at one thing first. */
function behind(margin: number): string {
  const points = rounded(Math.abs(margin))
  return margin < 0 ? `which would be ${points} more useful` : `${points} less useful`
}

function request({ policy, quality_preference, mode, rates, profile }: Explanation): string[] {
  const families = Object.entries(profile.families)
    .filter(([, share]) => share >= LEAST_SHARE)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, share]) => `${name} ${Math.round(share * 100)} %`)
  const needs =
    profile.capabilities.length === 0 ? '' : `; needs ${profile.capabilities.join(', ')}`
  const who = mode === 'pinned' ? ', the model was named' : ''
  return [
    plainText(`Request: ${profile.kind}${who}; ${families.join(', ')}${needs}`),
    `         difficulty ${rounded(profile.difficulty)}, ~${profile.tokens_in} tokens in, ~${profile.tokens_out} out`,
    plainText(
      `Policy:  ${policy}, quality preference ${quality_preference}: a right answer is worth ${rounded(rates.value)}, a second costs ${rounded(rates.per_second)}`,
    ),
  ]
}

const HEAD = [
  'model',
  'backend',
  'loaded',
  'quality',
  'cost',
  'seconds',
  'switch',
  'utility',
  'known by',
]

function cells(candidate: Candidate): readonly string[] {
  const { queue, load, prefill, decode } = candidate.latency_s
  return [
    candidate.model,
    candidate.backend,
    candidate.loaded ? 'yes' : 'no',
    `${candidate.quality.toFixed(2)} +-${candidate.quality_sd.toFixed(2)}`,
    `${rounded(candidate.cost)}${candidate.cost_known ? '' : ' (guessed)'}`,
    (queue + load + prefill + decode).toFixed(1),
    rounded(candidate.switch_cost),
    candidate.utility.toFixed(3),
    sourcesOf(candidate.known_by ?? {}),
  ]
}

function refusals(rejected: Explanation['rejected']): readonly string[] {
  return table(
    ['not asked', 'backend', 'why'],
    rejected.map(({ model, backend, reason }) => [model, backend, reason]),
  )
}

/** To three digits that count. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(3)))
}
