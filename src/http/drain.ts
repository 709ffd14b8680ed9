import type { FastifyInstance } from 'fastify'
import type { Connections } from './connections.ts'
import type { OpenRequests } from './open-requests.ts'

export interface Draining {
  readonly app: FastifyInstance | undefined
  readonly connections: Connections | undefined
  readonly open: OpenRequests
  /** After so long nobody is waited for any more. */
  readonly timeoutMs: number
}

/** Between two looks at which connections are silent, once no answer is waited for. */
const SWEEP_MS = 250

/** Whoever asks meanwhile is told that the router ends; the address is given up when nobody is waited for any more. */
export async function drain({ app, connections, open, timeoutMs }: Draining): Promise<void> {
  const cut = setTimeout(() => connections?.dropAll(), timeoutMs)
  await open.none()
  const sweep = setInterval(() => {
    if (open.count === 0) connections?.dropSilent()
  }, SWEEP_MS)
  await app?.close()
  clearInterval(sweep)
  clearTimeout(cut)
}
