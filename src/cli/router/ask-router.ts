import type { z } from 'zod'
import { UsageError } from '../terminal/usage-error.ts'
import type { RouterAddress } from './router-address.ts'

const TIMEOUT_MS = 5_000

/** Nothing answers where the router should be. */
export class NoRouter extends UsageError {}

/**
 * Asks a running router. Throws a NoRouter when nothing answers, and a UsageError when the answer is a refusal or not a
 * router's. `/ready` may answer 503.
 */
export async function askRouter<T>(
  { url, key }: RouterAddress,
  path: string,
  shape: z.ZodType<T>,
): Promise<T> {
  const response = await send(url, path, key)
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
  const read = shape.safeParse(await response.json().catch(() => undefined))
  if (read.success) return read.data
  throw new UsageError(`What answers at ${url} is not SmarterRouter, or another version of it.`)
}

async function send(url: string, path: string, key: string | undefined): Promise<Response> {
  const headers = {
    accept: 'application/json',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  }
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UsageError(`${url} is no address: it must start with http:// or https://.`)
  }
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    return await fetch(`${url}${path}`, { headers, signal, redirect: 'error' })
  } catch {
    throw new NoRouter(
      `No router answers at ${url}. Start one with: npm start. If it runs elsewhere, name it with --url.`,
    )
  }
}
