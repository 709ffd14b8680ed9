import type { z } from 'zod'
import type { Price } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { tolerant } from './tolerant.ts'

/** OpenRouter's prices, in US dollars per token, as texts. Servers that list numbers count in units of their own. */
export const ListedPricing = tolerant.object({
  prompt: tolerant.text,
  completion: tolerant.text,
  input_cache_read: tolerant.text,
  request: tolerant.text,
})

/** Per million; undefined where it is not told, varies (a negative number) or is not all that a request costs. */
export function listedPrice(pricing: z.infer<typeof ListedPricing>): Price | undefined {
  const input = perMillion(pricing?.prompt)
  const output = perMillion(pricing?.completion)
  if (input === undefined || output === undefined || Number(pricing?.request ?? 0) !== 0) {
    return undefined
  }
  return defined({ input, output, cachedInput: perMillion(pricing?.input_cache_read) })
}

/** No token costs a cent: such a number was not meant per token. */
const MOST_PER_TOKEN = 0.01

/** Rounded, so that 0.0000008 is 0.8. */
function perMillion(perToken: string | undefined): number | undefined {
  if (perToken === undefined || perToken.trim() === '') return undefined
  const dollars = Number(perToken)
  if (!(dollars >= 0 && dollars < MOST_PER_TOKEN)) return undefined
  return Number((dollars * 1e6).toPrecision(12))
}
