import type { BackendKind } from '../contracts/backend.ts'
import { withDeadline } from '../std/with-deadline.ts'

export type LoopbackKind = Pick<BackendKind, 'kind' | 'ports' | 'fingerprint'>

export interface LoopbackServer {
  readonly kind: string
  readonly url: string
}

const DEADLINE_MS = 2000

/**
 * The servers of models on this machine's usual ports, in the order of the kinds' ports. Only 127.0.0.1 is ever asked.
 * Every kind is asked at every port, and of those that know the server the first counts.
 */
export async function findLoopback(
  kinds: readonly LoopbackKind[],
  /** Ports to stay away from: our own, to begin with. */
  exclude: readonly number[],
  signal?: AbortSignal,
): Promise<readonly LoopbackServer[]> {
  const ports = new Set(kinds.flatMap((it) => it.ports))
  for (const port of exclude) ports.delete(port)
  const found = await Promise.all([...ports].map((port) => serverAt(port, kinds, signal)))
  return found.filter((it) => it !== undefined)
}

async function serverAt(
  port: number,
  kinds: readonly LoopbackKind[],
  signal: AbortSignal | undefined,
): Promise<LoopbackServer | undefined> {
  const url = `http://127.0.0.1:${port}`
  const known = await Promise.all(kinds.map((kind) => knows(kind, url, signal)))
  const kind = kinds[known.indexOf(true)]
  return kind && { kind: kind.kind, url }
}

function knows(kind: LoopbackKind, url: string, signal: AbortSignal | undefined): Promise<boolean> {
  const ask = async (cut: AbortSignal): Promise<boolean> => kind.fingerprint(url, cut)
  return withDeadline(DEADLINE_MS, ask, signal).catch(() => false)
}
