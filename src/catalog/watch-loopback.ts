import { Poller } from '../std/poller.ts'
import { findLoopback, type LoopbackKind, type LoopbackServer } from './find-loopback.ts'

export interface LoopbackWatchOptions {
  /** In the order in which they may claim a server. */
  readonly kinds: readonly LoopbackKind[]
  /** Ports to stay away from. */
  readonly exclude: readonly number[]
  readonly intervalMs: () => number
  /** Told once, of at least one server. */
  readonly onFound: (servers: readonly LoopbackServer[]) => void
}

export interface LoopbackWatch {
  /** Resolves when the first search has ended. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Searches this machine for servers of models until there is one. */
export function watchLoopback(options: LoopbackWatchOptions): LoopbackWatch {
  const poller = new Poller({
    delayMs: options.intervalMs,
    spacingMs: 0,
    task: async (signal) => {
      const servers = await findLoopback(options.kinds, options.exclude, signal)
      if (servers.length === 0 || signal.aborted) return
      void poller.stop()
      options.onFound(servers)
    },
  })
  return { start: () => poller.start(), stop: () => poller.stop() }
}
