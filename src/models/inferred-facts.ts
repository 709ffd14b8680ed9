import type { Fact, ModelFacts } from '../contracts/model.ts'
import { defined } from '../std/defined.ts'
import { identify } from './identity.ts'

/** What a model's id alone lets us believe: the weakest of all sources, for what no backend reports. */
export function inferredFacts(id: string): ModelFacts {
  const { family, parameters, activeParameters, quantisation, role, ...name } = identify(id)
  return {
    ...defined({
      role: inferred(role),
      family: inferred(family),
      parameters: inferred(parameters),
      activeParameters: inferred(activeParameters),
      quantisation: inferred(quantisation),
    }),
    capabilities: defined({
      vision: inferred(name.vision),
      tools: inferred(name.tools),
      reasoning: inferred(name.reasoning),
    }),
  }
}

function inferred<T>(value: T | undefined): Fact<T> | undefined {
  return value === undefined ? undefined : { value, source: 'inferred' }
}
