import type { ModelFacts, ReportedModel } from '../contracts/model.ts'
import { type PriceQuery, publicPrice } from '../models/prices.ts'
import { memoise } from '../std/memoise.ts'

/** Where a model is offered, and when. */
interface Offer {
  readonly remote: boolean
  /** The backend's address, which may hold a user's name and password. */
  readonly url: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What was reported of a model, with a price where it is somebody else's to ask one: the reported one, or a public one. */
export function withPrice(reported: ReportedModel, { remote, url, at }: Offer): ModelFacts {
  const { price, ...unpriced } = reported.facts
  if (!remote) return unpriced
  if (price !== undefined) return reported.facts
  const id = reported.nativeId
  const ownWeights = runsItself(reported)
  const address = url.replace(/\/\/[^/@]*@/, '//')
  return { ...unpriced, ...pricesOf(JSON.stringify({ id, url: address, ownWeights, at })) }
}

/** A server that only passes requests on knows nothing of a model's file or of what is in memory. */
function runsItself({ digest, sizeBytes, loaded, load }: ReportedModel): boolean {
  return [digest, sizeBytes, loaded, load].some((sign) => sign !== undefined)
}

/** Catalogs are built again and again, and the table is long. The key is a question as JSON. */
const pricesOf = memoise((key): Pick<ModelFacts, 'price'> => {
  const value = publicPrice(JSON.parse(key) as PriceQuery)
  return value === undefined ? {} : { price: { value, source: 'inferred' } }
}, 20_000)
