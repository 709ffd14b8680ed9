import { EVIDENCE_SOURCES, type EvidenceSource } from '../contracts/evidence.ts'
import type { FamilyProfile, SkillProfile } from '../contracts/learning.ts'
import { FAMILIES, type Family } from '../contracts/routing.ts'
import type { Ability, Summary } from '../routing/ability.ts'
import { demandOf, doubtOf, logitOf, probability } from '../routing/demand.ts'
import { workOf } from '../routing/work-of.ts'

/** The difficulty at which models are compared: some fail, some do not. */
const MEDIUM = 0.5

/** An ability in words: quality by family, and how many answers of each source speak for it. */
export function skillProfile(
  ability: Ability,
  said: ReadonlyMap<EvidenceSource, Summary>,
): SkillProfile {
  const families = FAMILIES.map((family) => [family, familyProfile(family, ability, said)] as const)
  return {
    theta: ability.mean[0] ?? 0,
    sd: Math.sqrt(ability.covariance[0] ?? 0),
    families: Object.fromEntries(families) as Record<Family, FamilyProfile>,
  }
}

function familyProfile(
  family: Family,
  ability: Ability,
  said: ReadonlyMap<EvidenceSource, Summary>,
): FamilyProfile {
  const demand = demandOf(workOf(family, MEDIUM))
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
