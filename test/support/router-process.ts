import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>
  /** The working directory; absent = an empty one of its own. */
  readonly folder?: string
  /** Run on a machine where nobody can be reached, or only the ports that are named: each stands for the port beside it. */
  readonly lonely?: boolean | Readonly<Record<number, number>>
}

/** How a process ended. */
interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** The command line in a process of its own, as users run it. */
export interface RouterProcess {
  readonly child: ChildProcessWithoutNullStreams
  /** What it has written so far. */
  readonly wrote: { stdout: string; stderr: string }
  readonly ended: Promise<Ended>
  /** The address it listens on, as soon as it does; rejects when it ends before. */
  address(): Promise<string>
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const LONELY = new URL('lonely-machine.ts', import.meta.url).href

/** A new empty folder, gone when the test is over; `files` are put into it. */
export function scratchFolder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-process-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

/** Starts the command line; nothing of this process's own settings reaches it, and it ends with the test. */
export function runRouter(args: readonly string[], options: ProcessOptions = {}): RouterProcess {
  const { env = {}, folder = scratchFolder(), lonely = false } = options
  const child = spawn(process.execPath, [...(lonely ? ['--import', LONELY] : []), MAIN, ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      ROUTER_PROFILING_ENABLED: 'false',
      ROUTER_BENCHMARKS_ENABLED: 'false',
      ...(typeof lonely === 'object' && { MACHINE_PORTS: JSON.stringify(lonely) }),
      ...env,
    },
    stdio: 'pipe',
  })
  const wrote = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (data) => {
      wrote[name] += String(data)
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...wrote }) as Ended)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, wrote, ended, address: () => addressOf(child, wrote) }
}

function addressOf(
  child: ChildProcessWithoutNullStreams,
  wrote: RouterProcess['wrote'],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const address = /listening address=(\S+)/.exec(wrote.stdout)?.[1]
      if (address !== undefined) resolve(address)
    }
    look()
    child.stdout.on('data', look)
    child.once('close', () => reject(new Error(`It ended: ${wrote.stderr}`)))
  })
}
