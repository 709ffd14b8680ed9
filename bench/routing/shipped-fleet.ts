import type { Evidence, EvidenceSource } from '../../src/contracts/evidence.ts'
import type { Placement } from '../../src/contracts/model.ts'
import type { PromptProfile } from '../../src/contracts/routing.ts'
import { type Abilities, abilityOf, NOTHING_LEARNED } from '../../src/routing/abilities.ts'
import { type Ability, learn, summarise } from '../../src/routing/ability.ts'
import { demandOf, logitOf, probability } from '../../src/routing/demand.ts'
import { mayExplore } from '../../src/routing/explore.ts'
import { foldFleet, type Known } from '../../src/routing/fleet-abilities.ts'
import { priorOf } from '../../src/routing/prior.ts'
import { route } from '../../src/routing/route.ts'
import { type NamedModels, namedModels } from './named-models.ts'
import type { Answer, Choice, Fleet, Trial } from './router-under-test.ts'

/** What a fleet knows of each model, by its place, and what that comes to. */
interface Knowledge {
  readonly models: NamedModels
  readonly known: readonly Known[]
  readonly abilities: Abilities
}

/** Models of which the shipped router knows nothing but their names. */
export function shippedFleet(names: readonly string[], preference?: number): Fleet {
  const models = namedModels(names, preference)
  return fleetOf({ models, known: models.placements.map(unknown), abilities: NOTHING_LEARNED })
}

function fleetOf(knowledge: Knowledge): Fleet {
  const { models, abilities } = knowledge
  return {
    folded: (answers) => fleetOf(toldOf(knowledge, answers)),
    without: (model) => fleetOf(withoutModel(knowledge, model)),
    rated: (answer) => fleetOf({ ...knowledge, abilities: afterRating(models, abilities, answer) }),
    qualities(work) {
      const demand = demandOf(work)
      return models.placements.map((one) => probability(logitOf(abilityOf(one, abilities), demand)))
    },
    choose: (profile, trial) => choiceOf(knowledge, profile, trial),
  }
}

/** Who was told nothing before takes the work in the answers for what is usual; others keep what they took for it. */
function toldOf({ models, known, abilities }: Knowledge, answers: readonly Answer[]): Knowledge {
  const told = known.map((one, model) => {
    const own = answers.filter((answer) => answer.model === model)
    return own.length === 0
      ? compact(one)
      : { ...one, evidence: own.map((answer) => asEvidence(answer, 'probe')), summaries: [] }
  })
  const folded = foldFleet(told, abilities.requests)
  const isFirst = known.every(isUnknown)
  const after = isFirst ? folded : { ...folded, usual: abilities.usual }
  return { models, known: told, abilities: after }
}

function withoutModel({ models, known, abilities }: Knowledge, gone: number): Knowledge {
  const left = known.map((one, model) =>
    model === gone ? { ...one, evidence: [], summaries: [] } : compact(one),
  )
  const { learned } = foldFleet(left, abilities.requests)
  return { models, known: left, abilities: { ...abilities, learned } }
}

function unknown(placement: Placement): Known {
  return { key: placement.key, prior: priorOf(placement), evidence: [] }
}

function isUnknown({ evidence, summaries = [] }: Known): boolean {
  return evidence.length + summaries.length === 0
}

const compacted = new WeakMap<Known, Known>()

/** The same in a form that adds up, so that it is not worked out anew whenever something is told of another model. */
function compact(known: Known): Known {
  const { prior, evidence } = known
  if (evidence.length === 0) return known
  const before = compacted.get(known)
  if (before !== undefined) return before
  const after = { ...known, evidence: [], summaries: [...summarise(prior, evidence).values()] }
  compacted.set(known, after)
  return after
}

function afterRating({ placements }: NamedModels, abilities: Abilities, answer: Answer): Abilities {
  const placement = placements[answer.model]
  if (placement === undefined) return abilities
  const after: Ability = learn(abilityOf(placement, abilities), asEvidence(answer, 'feedback'))
  return { ...abilities, learned: new Map(abilities.learned).set(placement.key, after) }
}

function choiceOf(
  { models, abilities }: Knowledge,
  profile: PromptProfile,
  trial: Trial | undefined,
): Choice {
  const { placements, input } = models
  const seen = { ...abilities, requests: trial?.requests ?? 0 }
  const explores = trial !== undefined && mayExplore(profile, input.intent, seen)
  const exploration = explores ? { seed: trial.seed, scale: input.options.exploration } : undefined
  const { candidates } = route({ ...input, profile, abilities, exploration })
  const believed = new Map(candidates.map(({ placement, quality }) => [placement.key, quality]))
  const first = candidates[0]?.placement.key
  const model = placements.findIndex(({ key }) => key === first)
  return {
    model: Math.max(0, model),
    believed: placements.map(({ key }) => believed.get(key) ?? 0),
  }
}

function asEvidence({ model, work, y }: Answer, source: EvidenceSource): Evidence {
  return { model: String(model), source, work, y, weight: 1, at: 0 }
}
