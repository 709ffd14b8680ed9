import type { Answer, Fleet, RouterUnderTest } from '../../bench/routing/router-under-test.ts'
import { FAMILIES, type Family, type PromptProfile, SUBJECTS } from '../../src/contracts/routing.ts'

/** A router simple enough to foretell: a prompt's first word is its family, a mean per family is what it learns. */
export const plainRouter: RouterUnderTest = {
  profileOf,
  featuresOf: (prompt) => Array.from(new Set(prompt.split(' ').map((word) => word.length))),
  start: (models) => fleetOf(models.length, []),
  worthOf: () => 1,
}

function profileOf(prompt: string): PromptProfile {
  const family = FAMILIES.find((name) => prompt.startsWith(name)) ?? 'chat'
  return {
    kind: 'chat',
    families: only(FAMILIES, family),
    subjects: only(SUBJECTS, 'other'),
    choice: 0,
    difficulty: Math.min(1, prompt.length / 100),
    needs: [],
    tokensIn: 600,
    tokensOut: 400,
    tokensNeeded: 1_000,
  }
}

function only<Name extends string>(names: readonly Name[], one: Name): Record<Name, number> {
  const shares = names.map((name) => [name, name === one ? 1 : 0])
  return Object.fromEntries(shares)
}

function fleetOf(models: number, answers: readonly Answer[]): Fleet {
  const known = (model: number, family: Family): number => {
    const own = answers.filter((one) => one.model === model && one.work.families[family] === 1)
    return (own.reduce((total, { y }) => total + y, 0) + 0.1) / (own.length + 1)
  }
  const qualities: Fleet['qualities'] = ({ families }) => {
    const family = FAMILIES.find((name) => families[name] === 1) ?? 'chat'
    return Array.from({ length: models }, (_, model) => known(model, family))
  }
  return {
    folded(more) {
      const told = new Set(more.map(({ model }) => model))
      return fleetOf(models, [...answers.filter(({ model }) => !told.has(model)), ...more])
    },
    without: (gone) =>
      fleetOf(
        models,
        answers.filter(({ model }) => model !== gone),
      ),
    rated: (answer) => fleetOf(models, [...answers, answer]),
    qualities,
    choose(profile) {
      const believed = qualities(profile)
      return { model: believed.indexOf(Math.max(...believed)), believed }
    },
  }
}
