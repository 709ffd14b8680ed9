import type { ModelFacts, Placement } from '../contracts/model.ts'
import { FAMILIES } from '../contracts/routing.ts'
import { effectiveParameters } from '../models/effective-parameters.ts'
import { type Identity, identify } from '../models/identity.ts'
import { quantisationOffset } from '../models/quantisation.ts'
import { type Belief, independent } from './belief.ts'
import { CHOICE, DIMENSIONS, FIRST_FAMILY, FIRST_SUBJECT } from './dimensions.ts'
import { specialties } from './specialties.ts'
import { type Standing, standingOf } from './standing.ts'

/** What is thought of a model before any of its answers was judged. */
export interface Prior extends Belief {
  /** Billions: the size it acts as; undefined = unknown. */
  readonly billions: number | undefined
  /** Thinks before it answers, which takes tokens. */
  readonly thinks: boolean
}

/** Logits per e-fold of size. */
const PER_SIZE = 0.45

/** A model that says nothing of its size may well be small. */
const ASSUMED_BILLIONS = 3
const UNKNOWN_SIZE = -0.3

/** A base model continues a question instead of answering it. */
const NOT_TAUGHT_TO_ANSWER = -1.5

/** Words of hosted models' names that mean a smaller sibling, and its share of the size. */
const SIBLINGS: readonly (readonly [words: RegExp, share: number])[] = [
  [/nano|lite|8b|instant/, 0.06],
  [/mini|haiku|flash|small/, 0.2],
]

/** Standard deviations in logits, fitted to published outcomes: of size as a guide, families, subjects, given answers. */
const SPREAD = { known: 0.6, unknown: 1, family: 0.8, subject: 0.25, choice: 0.5 } as const

const priors = new WeakMap<Placement, Prior>()

/** What size, line of models, quantisation and purpose let us expect; the same for a placement each time. */
export function priorOf(placement: Placement): Prior {
  const known = priors.get(placement)
  if (known !== undefined) return known
  const prior = expected(placement)
  priors.set(placement, prior)
  return prior
}

function expected({ model, facts }: Placement): Prior {
  const source = sourceOf(model, facts)
  const identity = identify(source)
  const standing = standingOf(identity.family, identity.version)
  const billions = effectiveParameters(facts) ?? hostedSize(standing, source)
  const thinks = facts.capabilities.reasoning?.value === true
  const mean = new Float64Array(DIMENSIONS)
  mean[0] =
    PER_SIZE * Math.log(billions ?? ASSUMED_BILLIONS) +
    (billions === undefined ? UNKNOWN_SIZE : 0) +
    standing.offset +
    quantisationOffset(facts.quantisation?.value) +
    (identity.instruct === false ? NOT_TAUGHT_TO_ANSWER : 0)
  const deltas = specialties({ code: identity.code, math: /math/i.test(source), thinks })
  for (const [at, family] of FAMILIES.entries()) mean[FIRST_FAMILY + at] = deltas[family]
  return { ...independent(mean, variances(identity)), billions, thinks }
}

/** What tells which model it is: what its file says of itself, or of its architecture; the name it goes by only without. */
function sourceOf(model: string, { origin, family }: ModelFacts): string {
  const told = [origin, family].flatMap((fact) =>
    fact === undefined || fact.source === 'inferred' ? [] : [fact.value],
  )
  return told.find((text) => identify(text).family !== undefined) ?? told[0] ?? model
}

function hostedSize({ billions }: Standing, name: string): number | undefined {
  if (billions === undefined) return undefined
  const share = SIBLINGS.find(([words]) => words.test(name.toLowerCase()))?.[1] ?? 1
  return billions * share
}

function variances({ family, instruct, code }: Identity): Float64Array {
  const unsure = family === undefined || instruct === false || code
  const spreads = new Float64Array(DIMENSIONS)
  spreads[0] = unsure ? SPREAD.unknown : SPREAD.known
  spreads.fill(SPREAD.family, FIRST_FAMILY, FIRST_SUBJECT)
  spreads.fill(SPREAD.subject, FIRST_SUBJECT, CHOICE)
  spreads[CHOICE] = SPREAD.choice
  return spreads.map((spread) => spread * spread)
}
