import { isatty } from 'node:tty'

export interface SignalHandlers {
  /** Resolves when all is ended; then the process ends. */
  readonly stop: () => Promise<void>
  readonly reload: () => Promise<void>
}

/** A second signal within this time is the same one: terminals, npm and wrappers each pass it on. */
const SAME_SIGNAL_MS = 1_000
const STDIN = 0

/**
 * SIGTERM and SIGINT stop, and end the process at once when they come again later. SIGHUP asks for the configuration to
 * be read again, unless it says that the terminal was closed.
 */
export function onSignals({ stop, reload }: SignalHandlers): void {
  let firstAt: number | undefined
  const onStop = (): void => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    firstAt = performance.now()
    void stop().then(() => process.exit(0))
  }
  const inTerminal = isatty(STDIN)
  process.on('SIGTERM', onStop)
  process.on('SIGINT', onStop)
  process.on('SIGHUP', () => {
    if (inTerminal && !isatty(STDIN)) onStop()
    else void reload()
  })
}
