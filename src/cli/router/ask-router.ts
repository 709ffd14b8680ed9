import { z } from 'zod'
import { plainText } from '../terminal/plain-text.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { RouterAddress } from './router-address.ts'

const TIMEOUT_MS = 5_000

/** Nothing answers where the router should be. */
export class NoRouter extends UsageError {}

/**
 * Asks a running router. Throws a NoRouter when nothing answers, and a UsageError when the answer is a refusal or not a
 * router's. `/ready` may answer 503. With a body it is a POST, or a DELETE where that is asked for.
 */
export async function askRouter<T>(
  { url, key }: RouterAddress,
  path: string,
  shape: z.ZodType<T>,
  body?: object | 'delete',
): Promise<T> {
  const response = await send(url, path, key, body)
  if (response.status === 401) {
    throw new UsageError(
      `The router at ${url} wants another admin key: set ROUTER_ADMIN_API_KEY to its key here too.`,
    )
  }
  if (response.status === 403) {
    throw new UsageError(
      `The router at ${url} answers /admin only on its own machine: set ROUTER_ADMIN_API_KEY there and here.`,
    )
  }
  const answer = await response.json().catch(() => undefined)
  const read = shape.safeParse(answer)
  if (read.success) return read.data
  const refusal = Refusal.safeParse(answer)
  if (refusal.success) throw new UsageError(plainText(refusal.data.error.message))
  throw new UsageError(`What answers at ${url} is not SmarterRouter, or another version of it.`)
}

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

async function send(
  url: string,
  path: string,
  key: string | undefined,
  body: object | 'delete' | undefined,
): Promise<Response> {
  const headers = {
    accept: 'application/json',
    ...(typeof body === 'object' && { 'content-type': 'application/json' }),
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  }
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UsageError(`${url} is no address: it must start with http:// or https://.`)
  }
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const asking =
      body === 'delete'
        ? { method: 'DELETE' }
        : body !== undefined && { method: 'POST', body: JSON.stringify(body) }
    return await fetch(`${url}${path}`, { ...asking, headers, signal, redirect: 'error' })
  } catch {
    throw new NoRouter(
      `No router answers at ${url}. Start one with: npm start. If it runs elsewhere, name it with --url.`,
    )
  }
}
