import { type Capabilities, FACT_SOURCES, type Fact, type ModelFacts } from '../contracts/model.ts'

/** One set of facts from many: of each fact the best known source's, the earlier layer's where two know it equally. */
export function mergeFacts(...layers: readonly Partial<ModelFacts>[]): ModelFacts {
  const capabilities = bestOf(layers.map((layer): Capabilities => layer.capabilities ?? {}))
  const facts = layers.map(({ capabilities: _, ...rest }) => rest)
  return { ...bestOf(facts), capabilities }
}

function bestOf<T extends { readonly [K in keyof T]: Fact<unknown> | undefined }>(
  layers: readonly T[],
): Partial<T> {
  const best: Partial<T> = {}
  for (const layer of layers) {
    for (const key in layer) {
      if (rank(layer[key]) < rank(best[key])) best[key] = layer[key]
    }
  }
  return best
}

/** Lower is better. */
function rank(fact: Fact<unknown> | undefined): number {
  return fact ? FACT_SOURCES.indexOf(fact.source) : FACT_SOURCES.length
}
