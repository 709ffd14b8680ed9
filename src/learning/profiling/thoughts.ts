import type { Placement } from '../../contracts/model.ts'

/** Tokens that a model may think for, where it has the time. */
const THOUGHTS = 3072

/** What is added to the limit of an answer for a model that thinks. */
export function thoughtsAllowed({ facts }: Placement): number {
  return facts.capabilities.reasoning?.value === true ? THOUGHTS : 0
}
