import { FAMILIES, SUBJECTS, type Work } from '../contracts/routing.ts'

/** A piece of work as bytes: the shares of families and subjects, choice and difficulty, as 64-bit floats. */
export function workBytes({ families, subjects, choice, difficulty }: Work): Uint8Array {
  const numbers = [
    ...FAMILIES.map((name) => families[name]),
    ...SUBJECTS.map((name) => subjects[name]),
    choice,
    difficulty,
  ]
  return new Uint8Array(new Float64Array(numbers).buffer)
}

/** The work that these bytes were made of. */
export function workFrom(bytes: Uint8Array): Work {
  const numbers = new Float64Array(Uint8Array.from(bytes).buffer)
  const [choice = 0, difficulty = 0] = numbers.subarray(FAMILIES.length + SUBJECTS.length)
  return {
    families: named(FAMILIES, numbers),
    subjects: named(SUBJECTS, numbers.subarray(FAMILIES.length)),
    choice,
    difficulty,
  }
}

/** The first of these numbers by these names. */
export function named<Name extends string>(
  names: readonly Name[],
  numbers: Float64Array,
): Record<Name, number> {
  const entries = names.map((name, at) => [name, numbers[at] ?? 0])
  return Object.fromEntries(entries) as Record<Name, number>
}
