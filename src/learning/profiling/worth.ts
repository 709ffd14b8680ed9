import type { SkillProfile } from '../../contracts/learning.ts'
import { FAMILIES, type Family } from '../../contracts/routing.ts'

/** Two models tie where they are no further apart than so many standard deviations of the difference. */
const CLOSE = 1

/** How a model stands beside the others. */
export interface Rival {
  readonly key: string
  readonly skill: SkillProfile
  /** It can call tools. */
  readonly calls: boolean
}

/** What knowing more of a model may save: most where it may well be the best and nobody knows. */
export function worth(skill: SkillProfile, all: readonly SkillProfile[]): number {
  return FAMILIES.reduce((sum, family) => {
    const { quality, sd } = skill.families[family]
    const gap = bestOf(family, all) - quality
    return sum + sd * Math.exp(-((gap / (sd || Number.EPSILON)) ** 2) / 2)
  }, 0)
}

/** By key, the kinds of work at which models tie with the best one. */
export function tied(all: readonly Rival[]): ReadonlyMap<string, ReadonlySet<Family>> {
  const ties = new Map<string, Set<Family>>(all.map(({ key }) => [key, new Set()]))
  for (const family of FAMILIES) {
    const able = family === 'tools' ? all.filter(({ calls }) => calls) : all
    const best = bestOf(
      family,
      able.map(({ skill }) => skill),
    )
    const close = able.filter(({ skill }) => {
      const { quality, sd } = skill.families[family]
      return best - quality <= CLOSE * Math.SQRT2 * sd
    })
    if (close.length > 1) for (const { key } of close) ties.get(key)?.add(family)
  }
  return ties
}

function bestOf(family: Family, all: readonly SkillProfile[]): number {
  return Math.max(...all.map((skill) => skill.families[family].quality))
}
