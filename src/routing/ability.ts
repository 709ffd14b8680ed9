import { EVIDENCE_SOURCES, type Evidence, type EvidenceSource } from '../contracts/evidence.ts'
import { FAMILIES, type Family } from '../contracts/routing.ts'
import { type Belief, type Information, withInformation, withSight } from './belief.ts'
import { demandOf } from './demand.ts'
import { DIMENSIONS, directionOf, type Vector } from './dimensions.ts'
import {
  answersIn,
  growthPerAnswer,
  judgements,
  likeliest,
  noAnswers,
  seenFrom,
  sightFrom,
} from './judgement.ts'

/** What is believed of a model's skill, in logits of a right answer, and how many answers of each family say so. */
export interface Ability extends Belief {
  readonly answers: Readonly<Record<Family, number>>
}

/** All that one source said of a model, in a form that adds up: any source can be left out, and old rows forgotten. */
export interface Summary extends Information {
  readonly answers: Readonly<Record<Family, number>>
  /** What was judged, as the sum of its directions, each as often as it counts. */
  readonly work: Vector
  /** How much that was. */
  readonly weight: number
}

/** An ability that nothing but a prior speaks for. */
export function unproven(prior: Belief): Ability {
  return { ...prior, answers: noAnswers() }
}

/** What is believed after all evidence of one model, old rows of which may have become summaries. */
export function fold(
  prior: Belief,
  evidence: readonly Evidence[],
  summaries: readonly Summary[] = [],
): Ability {
  const fresh = summarise(withInformation(prior, summaries), evidence)
  const all = [...summaries, ...fresh.values()]
  return { ...withInformation(prior, all), answers: totalAnswers(all) }
}

/** The evidence of each source as a summary, seen from what is likeliest by all of it together. */
export function summarise(
  prior: Belief,
  evidence: readonly Evidence[],
): ReadonlyMap<EvidenceSource, Summary> {
  const judged = EVIDENCE_SOURCES.flatMap((source) =>
    judgements(evidence.filter((row) => row.source === source)),
  )
  const peak = likeliest(prior, judged)
  const summaries = new Map<EvidenceSource, Summary>()
  for (const source of EVIDENCE_SOURCES) {
    const own = judged.filter(({ row }) => row.source === source)
    if (own.length === 0) continue
    const seen = seenFrom(peak, own)
    summaries.set(source, { ...seen, answers: answersIn(own), ...workIn(own) })
  }
  return summaries
}

/** All work that was judged, as one direction. */
export function workIn(
  rows: readonly { readonly row: Evidence; readonly weight: number }[],
): Pick<Summary, 'work' | 'weight'> {
  const work = new Float64Array(DIMENSIONS)
  let total = 0
  for (const { row, weight } of rows) {
    for (const [at, value] of directionOf(row.work).entries())
      work[at] = (work[at] ?? 0) + weight * value
    total += weight
  }
  return { work, weight: total }
}

/** What is believed after one more answer: as `fold`, in time that does not grow with what came before. */
export function learn(ability: Ability, row: Evidence): Ability {
  const judgement = { row, weight: row.weight, demand: demandOf(row.work) }
  const growth = growthPerAnswer(row.source)
  const belief = withSight(ability, sightFrom(ability.mean, judgement), growth)
  return { ...belief, answers: sumOf([ability.answers, answersIn([judgement])]) }
}

function totalAnswers(summaries: readonly Summary[]): Record<Family, number> {
  return sumOf(summaries.map(({ answers }) => answers))
}

function sumOf(all: readonly Readonly<Record<Family, number>>[]): Record<Family, number> {
  const total = noAnswers()
  for (const answers of all) for (const family of FAMILIES) total[family] += answers[family]
  return total
}
