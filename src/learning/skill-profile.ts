import { EVIDENCE_SOURCES, type EvidenceSource } from '../contracts/evidence.ts'
import type { FamilyProfile, SkillProfile } from '../contracts/learning.ts'
import { FAMILIES, type Family, SUBJECTS, type Work } from '../contracts/routing.ts'
import type { Ability, Summary } from '../routing/ability.ts'
import { demandOf, doubtOf, logitOf, probability } from '../routing/demand.ts'

/** The difficulty at which models are compared: some fail, some do not. */
const MEDIUM = 0.5

/** An ability in words: quality by family, and how many answers of each source speak for it. */
export function skillProfile(
  ability: Ability,
  said: ReadonlyMap<EvidenceSource, Summary>,
  newest: number | undefined,
): SkillProfile {
  const families = FAMILIES.map((family) => [family, familyProfile(family, ability, said)] as const)
  return {
    theta: ability.mean[0] ?? 0,
    sd: Math.sqrt(ability.covariance[0] ?? 0),
    families: Object.fromEntries(families) as Record<Family, FamilyProfile>,
    newest,
  }
}

function familyProfile(
  family: Family,
  ability: Ability,
  said: ReadonlyMap<EvidenceSource, Summary>,
): FamilyProfile {
  const demand = demandOf(workOf(family))
  const quality = probability(logitOf(ability, demand))
  const evidence = EVIDENCE_SOURCES.map((source) => [
    source,
    said.get(source)?.answers[family] ?? 0,
  ])
  return {
    quality,
    sd: quality * (1 - quality) * doubtOf(ability, demand),
    evidence: Object.fromEntries(evidence) as Record<EvidenceSource, number>,
  }
}

function workOf(chosen: Family): Work {
  return {
    families: onlyOf(FAMILIES, chosen),
    subjects: onlyOf(SUBJECTS, 'other'),
    choice: 0,
    difficulty: MEDIUM,
  }
}

function onlyOf<Name extends string>(names: readonly Name[], chosen: Name): Record<Name, number> {
  const entries = names.map((name) => [name, name === chosen ? 1 : 0])
  return Object.fromEntries(entries) as Record<Name, number>
}
