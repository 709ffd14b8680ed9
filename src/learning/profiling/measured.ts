import type { Json } from '../../contracts/json.ts'
import type { Capability, Fact, ModelFacts } from '../../contracts/model.ts'
import type { MeasuredSpeed } from '../../contracts/profile.ts'

/** What exams found about a model, by the exam's name. */
export type Found = ReadonlyMap<string, Json>

const CAPABILITIES: readonly Capability[] = ['tools', 'json', 'vision', 'reasoning']

/** The facts about a model that exams measured. */
export function measuredFacts(found: Found): ModelFacts {
  const capabilities = CAPABILITIES.flatMap((name) => {
    const works = member(found, name, 'works')
    return typeof works === 'boolean' ? [[name, measured(works)] as const] : []
  })
  const served = member(found, 'context', 'served')
  const length = member(found, 'embedding', 'length')
  return {
    capabilities: Object.fromEntries(capabilities),
    ...(isPositive(served) && { servedContext: measured(served) }),
    ...(isPositive(length) && { embeddingLength: measured(length) }),
  }
}

/** How fast the model was when it was examined. */
export function measuredSpeed(found: Found): MeasuredSpeed {
  const speed = (name: string): number | undefined => {
    const value = member(found, 'speed', name)
    return isPositive(value) ? value : undefined
  }
  const embeds = member(found, 'embedding', 'prefillTps')
  return {
    prefillTps: speed('prefillTps') ?? (isPositive(embeds) ? embeds : undefined),
    decodeTps: speed('decodeTps'),
    loadSeconds: speed('loadSeconds'),
    ttftMs: speed('ttftMs'),
  }
}

function measured<T>(value: T): Fact<T> {
  return { value, source: 'measured' }
}

function member(found: Found, exam: string, name: string): unknown {
  return Object(found.get(exam))[name]
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0
}
