import { FAMILIES, SUBJECTS, type Work } from '../contracts/routing.ts'

/** What skill is made of: one number for all work, then one for each family, for each subject, and for given answers. */
export const DIMENSIONS = 1 + FAMILIES.length + SUBJECTS.length + 1

export const FIRST_FAMILY = 1
export const FIRST_SUBJECT = FIRST_FAMILY + FAMILIES.length
export const CHOICE = FIRST_SUBJECT + SUBJECTS.length

/** A vector of `DIMENSIONS` numbers. */
export type Vector = Float64Array

/**
 * How much each dimension of skill counts in a piece of work. What the work is of is trusted by the square of how sure
 * that is, so that of unclear work little but the general skill counts.
 */
export function directionOf({ families, subjects, choice }: Work): Vector {
  const direction = new Float64Array(DIMENSIONS)
  direction[0] = 1
  setShares(direction, FIRST_FAMILY, FAMILIES, families)
  setShares(direction, FIRST_SUBJECT, SUBJECTS, subjects)
  direction[CHOICE] = choice
  return direction
}

function setShares<Name extends string>(
  direction: Vector,
  first: number,
  names: readonly Name[],
  shares: Readonly<Record<Name, number>>,
): void {
  let surest = 0
  for (const name of names) surest = Math.max(surest, shares[name])
  const trust = surest * surest
  let at = first
  for (const name of names) {
    direction[at] = shares[name] * trust
    at++
  }
}
