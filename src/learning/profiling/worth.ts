import type { SkillProfile } from '../../contracts/learning.ts'
import { FAMILIES, type Family } from '../../contracts/routing.ts'

/** Two models tie where they are no further apart than so many standard deviations of the difference. */
const CLOSE = 1

/** How a model stands beside the others. */
export interface Rival {
  readonly key: string
  readonly skill: SkillProfile
}

/** What knowing more of a model may save: most where it may well be the best and nobody knows. */
export function worth(rival: Rival, all: readonly Rival[]): number {
  return FAMILIES.reduce((sum, family) => {
    const { quality, sd } = rival.skill.families[family]
    const gap = bestOf(family, all) - quality
    return sum + sd * Math.exp(-((gap / (sd || Number.EPSILON)) ** 2) / 2)
  }, 0)
}

/** Keys of the models that tie with the best one of some family. */
export function tied(all: readonly Rival[]): ReadonlySet<string> {
  const keys = FAMILIES.flatMap((family) => {
    const best = bestOf(family, all)
    const close = all.filter(({ skill }) => {
      const { quality, sd } = skill.families[family]
      return best - quality <= CLOSE * Math.SQRT2 * sd
    })
    return close.length < 2 ? [] : close.map(({ key }) => key)
  })
  return new Set(keys)
}

function bestOf(family: Family, all: readonly Rival[]): number {
  return Math.max(...all.map(({ skill }) => skill.families[family].quality))
}
