import type { z } from 'zod'
import type { Capability, Fact, ModelFacts, ModelRole, Price } from '../contracts/model.ts'
import { defined } from '../std/defined.ts'
import { closed, flag, integer, mapOf, number, oneOf, optional } from './value-types.ts'

/** What the user says of the models whose id matches `glob`. */
export interface ModelOverride {
  readonly glob: string
  /** The context to load these models with. */
  readonly contextSetting: number | undefined
  /** All with the source `config`. */
  readonly facts: ModelFacts
}

/** One value of `overrides:`, checked. */
export interface OverrideEntry {
  readonly context?: number | undefined
  readonly num_ctx?: number | undefined
  readonly parameters?: number | undefined
  readonly role?: ModelRole | undefined
  readonly embedding?: boolean | undefined
  readonly vision?: boolean | undefined
  readonly tools?: boolean | undefined
  readonly json?: boolean | undefined
  readonly reasoning?: boolean | undefined
  readonly price?: PriceEntry | undefined
}

interface PriceEntry {
  readonly input: number
  readonly output: number
  readonly cached_input?: number | undefined
}

const CAPABILITIES = [
  'vision',
  'tools',
  'json',
  'reasoning',
] as const satisfies readonly Capability[]

/** The mapping of `overrides:`. */
export function overrideMap(): z.ZodType<Readonly<Record<string, OverrideEntry>>> {
  return mapOf(
    closed<OverrideEntry>({
      context: optional(integer(1, 16_777_216)).describe(
        'Tokens of context that the model is served with.',
      ),
      num_ctx: optional(integer(1, 16_777_216)).describe(
        'Tokens of context to load the model with, where the backend lets a request say so.',
      ),
      parameters: optional(number(0.001, 100_000)).describe('Its size, in billions of parameters.'),
      role: optional(oneOf<ModelRole>(['chat', 'embedding', 'other'])).describe('What it is for.'),
      embedding: optional(flag()).describe('The same as role: embedding.'),
      vision: optional(flag()).describe('Whether it sees images.'),
      tools: optional(flag()).describe('Whether it calls tools.'),
      json: optional(flag()).describe('Whether it keeps to a JSON schema.'),
      reasoning: optional(flag()).describe('Whether it thinks before it answers.'),
      price: optional(price()).describe(
        'What a million of its tokens cost, in US dollars: those it reads, those it writes, those it reads again.',
      ),
    }),
  )
}

function price(): z.ZodType<PriceEntry> {
  return closed<PriceEntry>({
    input: dollars(),
    output: dollars(),
    cached_input: optional(dollars()),
  })
}

function dollars(): z.ZodType<number> {
  return number(0, 1_000_000)
}

/** Turns `overrides:` into facts, in the order of the file. */
export function modelOverrides(
  entries: Readonly<Record<string, OverrideEntry>>,
): readonly ModelOverride[] {
  return Object.entries(entries).map(([glob, entry]) => ({
    glob,
    contextSetting: entry.num_ctx,
    facts: factsOf(entry),
  }))
}

function factsOf(entry: OverrideEntry): ModelFacts {
  const role = entry.role ?? (entry.embedding === true ? 'embedding' : undefined)
  return {
    ...(role !== undefined && { role: known(role) }),
    ...(entry.parameters !== undefined && { parameters: known(entry.parameters) }),
    ...(entry.context !== undefined && { servedContext: known(entry.context) }),
    ...(entry.price !== undefined && { price: known(priceOf(entry.price)) }),
    capabilities: Object.fromEntries(
      CAPABILITIES.flatMap((name) => {
        const value = entry[name]
        return value === undefined ? [] : [[name, known(value)]]
      }),
    ),
  }
}

function priceOf({ input, output, cached_input: cachedInput }: PriceEntry): Price {
  return defined({ input, output, cachedInput })
}

function known<T>(value: T): Fact<T> {
  return { value, source: 'config' }
}
