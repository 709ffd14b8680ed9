import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface GuardedCommand {
  readonly command: readonly string[]
  readonly log: string
  /** All of its environment, besides PATH. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** A program that ends with this process, however this one ends. */
export interface Guarded {
  readonly pid: number
  readonly running: () => boolean
  /** What it has written so far. */
  readonly wrote: () => string
  /** Asks it to end and waits until it has. */
  readonly stop: () => Promise<void>
  /** Ends it without asking, as a crash would. */
  readonly kill: () => Promise<void>
}

const GUARD = fileURLToPath(new URL('guard.ts', import.meta.url))

/** Starts a program under a guard. */
export async function startGuarded({
  command,
  log,
  env = {},
  cwd,
}: GuardedCommand): Promise<Guarded> {
  const guard = spawn(process.execPath, [GUARD, log, ...command], {
    ...(cwd !== undefined && { cwd }),
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(guard, 'close')
  const [line] = (await Promise.race([once(createInterface(guard.stdout), 'line'), ended])) as [
    unknown,
  ]
  const pid = Number(line)
  if (typeof line !== 'string') throw new Error(`${command[0]} cannot be started.`)
  return {
    pid,
    running: () => guard.exitCode === null && guard.signalCode === null,
    wrote: () => readFileSync(log, 'utf8'),
    async stop() {
      guard.stdin.end()
      await ended
    },
    async kill() {
      process.kill(pid, 'SIGKILL')
      await ended
    },
  }
}
