import { createHash } from 'node:crypto'
import type { Family } from '../../src/contracts/routing.ts'
import { FAMILIES } from '../../src/contracts/routing.ts'
import type { ServerInput } from '../../src/demo/engine/description.ts'
import type { SimulatedKind } from '../../src/demo/engine/start-server.ts'

/** A model of which everything is known. */
export interface TrueModel {
  readonly name: string
  readonly kind: SimulatedKind
  /** Billions. */
  readonly size: number
  /** Logits above or below a model of no particular skill, by kind of work. */
  readonly skill: Readonly<Record<Family, number>>
  /** Tokens a second; seconds. */
  readonly speed: { readonly prefill: number; readonly decode: number; readonly load: number }
  /** Tokens of context that it claims and that it serves. */
  readonly claimed: number
  readonly served: number
  readonly tools: boolean
}

const KINDS: readonly SimulatedKind[] = ['ollama', 'llama.cpp', 'openai', 'anthropic']
const CLAIMS = [131_072, 8192, 32_768, 8192] as const
const SIZES = [0.5, 1, 1.5, 3, 4, 7, 8, 12, 14, 24, 32, 70] as const

/** How far apart the kinds of work lie in skill within one model, as a standard deviation in logits. */
const SPREAD = 2

/** Twelve models on four kinds of servers, three of which claim what is not so. */
export const TRUE_FLEET: readonly TrueModel[] = SIZES.map((size, at) => {
  const name = `true-${at + 1}-${size}b`
  return {
    ...{ name, size, kind: KINDS[at % KINDS.length] ?? 'ollama' },
    skill: skillOf(name, size),
    speed: {
      prefill: Math.round(6000 / size ** 0.7),
      decode: Math.round(160 / size ** 0.6),
      load: Number((0.5 + size / 12).toFixed(2)),
    },
    claimed: CLAIMS[at % KINDS.length] ?? 8192,
    served: at % KINDS.length === 0 ? 4096 : 8192,
    tools: at !== 2 && at !== 1,
  }
})

function skillOf(name: string, size: number): Record<Family, number> {
  const order = FAMILIES.toSorted((a, b) => share(name, a) - share(name, b))
  const middle = (FAMILIES.length - 1) / 2
  const step = (SPREAD * Math.sqrt(12)) / FAMILIES.length
  const entries = FAMILIES.map((family) => [
    family,
    0.45 * Math.log(size) + (order.indexOf(family) - middle) * step,
  ])
  return Object.fromEntries(entries) as Record<Family, number>
}

/** Chance of a right answer, as `PromptProfile`'s difficulty has it. */
export function chance(skill: number, difficulty: number): number {
  return 1 / (1 + Math.exp(-(4.2 - 7 * difficulty + skill)))
}

/** A number from 0 to 1 that depends on nothing but the words: the dice of the simulation. */
export function share(...words: readonly string[]): number {
  const hash = createHash('sha256').update(words.join('\n')).digest()
  return hash.readUInt32BE(0) / 2 ** 32
}

/** The server of all models of a kind. */
export function serverOf(kind: SimulatedKind, replies: (model: TrueModel) => string): ServerInput {
  const models = TRUE_FLEET.filter((model) => model.kind === kind)
  return {
    router: kind === 'llama.cpp',
    richTags: true,
    models: models.map((model) => ({
      ...{ name: model.name, parameters: model.size, speed: model.speed },
      talents: model.tools ? (['tools'] as const) : [],
      ...{ trainedContext: model.claimed, servedContext: model.served, replies: replies(model) },
      ...(kind === 'openai' && { extra: { max_model_len: model.claimed } }),
    })),
  }
}
