import { FAMILIES, type Family, SUBJECTS, type Subject, type Work } from '../contracts/routing.ts'

/** Work that is of one family only. */
export function workOf(family: Family, difficulty: number, subject: Subject = 'other'): Work {
  return {
    families: onlyOf(FAMILIES, family),
    subjects: onlyOf(SUBJECTS, subject),
    choice: 0,
    difficulty,
  }
}

function onlyOf<Name extends string>(names: readonly Name[], chosen: Name): Record<Name, number> {
  const entries = names.map((name) => [name, name === chosen ? 1 : 0])
  return Object.fromEntries(entries) as Record<Name, number>
}
