import { withDeadline } from '../../std/with-deadline.ts'
import { ANSWER_LIMIT } from './answer-limit.ts'
import type { Get } from './benchmark.ts'

export interface GetLimits {
  /** Bytes, after unpacking. */
  readonly bytes: number
  /** Milliseconds for one answer, all of it. */
  readonly ms: number
}

const SECRET = /key|authorization/i

const LIMITS: GetLimits = { bytes: ANSWER_LIMIT, ms: 60_000 }

/** Gets texts over HTTP and hangs up as soon as one is too long or takes too long. */
export function limitedGet(limits: Partial<GetLimits> = {}): Get {
  const { bytes, ms } = { ...LIMITS, ...limits }
  return (url, headers, outer) =>
    withDeadline(
      ms,
      async (signal) => {
        const response = await fetch(url, { headers, signal, redirect: redirectFor(headers) })
        const where = new URL(url).host
        if (!response.ok) {
          await response.body?.cancel()
          throw new Error(`${where} answered with status ${response.status}`)
        }
        return await textOf(response, bytes, where)
      },
      outer,
    )
}

/** A key is for the address that it was given for, and for no other that this one names. */
function redirectFor(headers: Readonly<Record<string, string>>): 'follow' | 'error' {
  const isSecret = Object.keys(headers).some((name) => SECRET.test(name))
  return isSecret ? 'error' : 'follow'
}

async function textOf(response: Response, limit: number, where: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    // Leaving the loop cancels the stream, so that nothing more is sent.
    if (size > limit) throw new Error(`the answer of ${where} is longer than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
