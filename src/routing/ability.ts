import type { ModelFacts, Placement } from '../contracts/model.ts'
import { FAMILIES, type Family, type PromptProfile } from '../contracts/routing.ts'
import { effectiveParameters } from '../models/effective-parameters.ts'
import { type Identity, identify } from '../models/identity.ts'
import { quantisationOffset } from '../models/quantisation.ts'
import { specialties } from './specialties.ts'
import { type Standing, standingOf } from './standing.ts'

/** What is believed of a model's skill, in logits of a right answer. */
export interface Ability {
  readonly theta: number
  /** By how much it is better or worse at each family of work. */
  readonly deltas: Readonly<Record<Family, number>>
  /** Billions: the size it acts as; undefined = unknown. */
  readonly billions: number | undefined
  /** Thinks before it answers, which takes tokens. */
  readonly thinks: boolean
}

/** How easy a request is, in logits, and how much the families of work count in it; unsure ones hardly do. */
export interface Demand {
  readonly ease: number
  readonly weights: Readonly<Record<Family, number>>
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

/** Logits of a right answer to the easiest request by a model of theta 0. */
const EASE = 4.2

/** Logits that the hardest request takes away. */
const PER_DIFFICULTY = 7

/** Logits that each family takes away by itself. */
const FAMILY_DIFFICULTY: Readonly<Record<Family, number>> = {
  code: 0.4,
  math: 0.5,
  reasoning: 0.4,
  knowledge: 0.2,
  writing: 0,
  extract: 0,
  tools: 0.4,
  chat: -0.3,
}

const priors = new WeakMap<Placement, Ability>()

/** What size, line of models, quantisation and purpose let us expect before anything was measured. */
export function priorAbility(placement: Placement): Ability {
  const known = priors.get(placement)
  if (known !== undefined) return known
  const ability = prior(placement)
  priors.set(placement, ability)
  return ability
}

/** What a request asks of any model: the same for all, so worked out once. */
export function demandOf({ families, difficulty }: PromptProfile): Demand {
  const weights = { ...families }
  let surest = 0
  let ease = EASE - PER_DIFFICULTY * difficulty
  for (const family of FAMILIES) {
    surest = Math.max(surest, families[family])
    ease -= families[family] * FAMILY_DIFFICULTY[family]
  }
  for (const family of FAMILIES) weights[family] *= surest * surest
  return { ease, weights }
}

/** Probability that a model answers such a request right. */
export function qualityOf({ theta, deltas }: Ability, { ease, weights }: Demand): number {
  let logit = theta + ease
  for (const family of FAMILIES) logit += weights[family] * deltas[family]
  return 1 / (1 + Math.exp(-logit))
}

function prior({ model, facts }: Placement): Ability {
  const identity = identityOf(model, facts)
  const standing = standingOf(identity.family, identity.version)
  const billions = effectiveParameters(facts) ?? hostedSize(standing, model)
  const thinks = facts.capabilities.reasoning?.value === true
  return {
    theta:
      PER_SIZE * Math.log(billions ?? ASSUMED_BILLIONS) +
      (billions === undefined ? UNKNOWN_SIZE : 0) +
      standing.offset +
      quantisationOffset(facts.quantisation?.value) +
      (identity.instruct === false ? NOT_TAUGHT_TO_ANSWER : 0),
    deltas: specialties({ code: identity.code, math: /math/i.test(model), thinks }),
    billions,
    thinks,
  }
}

/** The name of the model, or that of its architecture where the model's own says nothing. */
function identityOf(model: string, facts: ModelFacts): Identity {
  const named = identify(model)
  const family = facts.family?.value
  return named.family === undefined && family !== undefined
    ? { ...identify(family), code: named.code, instruct: named.instruct }
    : named
}

function hostedSize({ billions }: Standing, model: string): number | undefined {
  if (billions === undefined) return undefined
  const name = model.toLowerCase()
  const share = SIBLINGS.find(([words]) => words.test(name))?.[1] ?? 1
  return billions * share
}
