import type { ModelFacts } from '../contracts/model.ts'

/**
 * The size, in billions, of a dense model that would answer about as well: for a mixture of experts the geometric mean
 * of all its parameters and those used per token. Undefined when the size is not known.
 */
export function effectiveParameters(
  facts: Pick<ModelFacts, 'parameters' | 'activeParameters'>,
): number | undefined {
  const all = facts.parameters?.value
  const active = facts.activeParameters?.value
  return all === undefined || active === undefined ? (all ?? active) : Math.sqrt(all * active)
}
