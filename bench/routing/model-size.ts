import { effectiveParameters } from '../../src/models/effective-parameters.ts'
import { inferredFacts } from '../../src/models/inferred-facts.ts'

/** Sizes that names do not state, as published: billions of parameters, and of those that work on each token. */
const BY_NAME: readonly (readonly [name: RegExp, all: number, active: number])[] = [
  [/phi-3(\.5)?-mini/i, 3.8, 3.8],
  [/command-r-v01/i, 35, 35],
  [/jamba-1\.5-large/i, 398, 94],
  [/mistral-large-2/i, 123, 123],
]

/** A model whose size nobody knows. */
const ASSUMED = 8

/** Billions of parameters that work on each token: what an answer's price follows. */
export function billionsActive(model: string): number {
  return publishedActive(model) ?? ASSUMED
}

/** Whether anybody but its maker knows how large the model is. */
export function isSizeKnown(model: string): boolean {
  return publishedActive(model) !== undefined
}

function publishedActive(model: string): number | undefined {
  const { activeParameters, parameters } = inferredFacts(model)
  return activeParameters?.value ?? parameters?.value ?? named(model)?.[2]
}

/** Billions of parameters of a dense model that answers about as well. */
export function billionsActing(model: string): number {
  const [, all, active] = named(model) ?? []
  const listed = all === undefined || active === undefined ? undefined : Math.sqrt(all * active)
  return effectiveParameters(inferredFacts(model)) ?? listed ?? ASSUMED
}

function named(model: string): (typeof BY_NAME)[number] | undefined {
  return BY_NAME.find(([name]) => name.test(model))
}
