import {
  calcPrice,
  findProvider,
  type MatchLogic,
  type ModelPrice,
  type PriceCalculation,
  type Provider,
} from '@pydantic/genai-prices'
import type { Price } from '../contracts/model.ts'
import { defined } from '../std/defined.ts'
import { identify } from './identity.ts'

/** A hosted model whose price is asked for. */
export interface PriceQuery {
  /** The id that its server wants to hear. */
  readonly id: string
  /** The server's address. */
  readonly url: string
  /** Whether there are signs that the server runs the model itself, which says that its name may be anybody's. */
  readonly ownWeights: boolean
  /** Milliseconds since 1970: a price counts for the whole day that this is in. */
  readonly at: number
}

/**
 * What a table of public prices says of a hosted model: for short prompts, at the dearest hour of the day. Undefined =
 * nobody knows. A seller that the table has sells at its own prices; elsewhere only names count that a maker keeps to
 * itself, and only whole ones, as a wrong price is worse than none.
 */
export function publicPrice(query: PriceQuery): Price | undefined {
  const seller = findProvider({ providerApiUrl: query.url })
  if (seller !== undefined) {
    return priceOf(seller, [query.id, query.id.replace(/^(models|google)\//, '')], query.at)
  }
  if (query.ownWeights) return undefined
  const maker = MAKERS.find(({ names }) => names.test(query.id))
  const provider = maker && findProvider({ providerApiUrl: maker.url })
  return maker && provider && priceOf(provider, [query.id.replace(maker.prefix, '')], query.at)
}

const RESELLER_URL = 'https://openrouter.ai'
const RESELLER = findProvider({ providerApiUrl: RESELLER_URL })

/** Whose a name is, on servers that sell what others make: names of open weights are nobody's. */
const MAKERS = [
  {
    names: /^(openai\/)?(gpt-(?!oss)|chatgpt-|o\d|text-embedding-)/i,
    prefix: /^openai\//i,
    url: 'https://api.openai.com',
  },
  { names: /^(anthropic\/)?claude-/i, prefix: /^anthropic\//i, url: 'https://api.anthropic.com' },
  {
    names: /^((google|gemini)\/)?gemini-/i,
    prefix: /^(google|gemini)\//i,
    url: 'https://generativelanguage.googleapis.com',
  },
  { names: /^(x-ai\/|xai\/)?grok-[3-9]/i, prefix: /^(x-ai|xai)\//i, url: 'https://api.x.ai' },
  { names: /^openrouter\/[^/]+\//i, prefix: /^openrouter\//i, url: RESELLER_URL },
] as const

function priceOf(seller: Provider, ids: readonly string[], at: number): Price | undefined {
  for (const id of ids) {
    if (seller === RESELLER && id.endsWith(':free')) return { input: 0, output: 0 }
    const entry = entryOf(seller, id, at)
    if (entry !== undefined) return tokenPrice(entry.model_price, id)
  }
  return undefined
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The table's entry for the id itself, at the dearest hour of the day. */
function entryOf(seller: Provider, id: string, at: number): PriceCalculation | undefined {
  const midnight = at - (at % DAY)
  const entry = entryAt(seller, id, midnight)
  if (entry === undefined || !isNameOf(entry.model, id)) return undefined
  if (!changesByHour(entry.model.prices)) return entry
  const hours = Array.from({ length: 24 }, (_, hour) => entryAt(seller, id, midnight + hour * HOUR))
  return hours.reduce((dearest, next) => (outputOf(next) > outputOf(dearest) ? next : dearest))
}

function entryAt(seller: Provider, id: string, at: number): PriceCalculation | undefined {
  return calcPrice({}, id, { providerId: seller.id, timestamp: new Date(at) }) ?? undefined
}

function changesByHour(prices: PriceCalculation['model']['prices']): boolean {
  return Array.isArray(prices) && prices.some((it) => it.constraint?.type === 'time_of_date')
}

function outputOf(entry: PriceCalculation | undefined): number {
  return amount(entry?.model_price, 'output_mtok') ?? 0
}

/** What a maker adds to a name without making another model of it: when it came out, how ready it is. */
const EDITION =
  /([-@]\d{8}|-\d{4}(-\d\d-\d\d)?|-\d\d-(\d{4}|\d\d)|-0\d\d|-latest|-preview|-exp|-v\d(:\d)?)$/

/** The table also matches by beginnings and parts of names; here those too must be the whole name. */
function isNameOf(model: PriceCalculation['model'], id: string): boolean {
  const names = new Set([model.id, ...namesIn(model.match)].map((name) => name.toLowerCase()))
  let name = id.toLowerCase()
  while (!names.has(name)) {
    const shorter = name.replace(EDITION, '')
    if (shorter === name) return false
    name = shorter
  }
  return true
}

function namesIn(match: MatchLogic): readonly string[] {
  if ('or' in match) return match.or.flatMap(namesIn)
  if ('and' in match) return match.and.flatMap(namesIn)
  return 'regex' in match ? [] : Object.values(match)
}

/** Nothing where a request costs more than its tokens. An embedding has no tokens that come out. */
function tokenPrice(price: ModelPrice, id: string): Price | undefined {
  const input = amount(price, 'input_mtok')
  const output = amount(price, 'output_mtok') ?? (identify(id).role === 'embedding' ? 0 : undefined)
  if (input === undefined || output === undefined) return undefined
  if (price['requests_kcount'] !== undefined) return undefined
  return defined({ input, output, cachedInput: amount(price, 'cache_read_mtok') })
}

function amount(price: ModelPrice | undefined, key: string): number | undefined {
  const value = price?.[key]
  return typeof value === 'object' ? value.base : value
}
