import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ServerInput } from './description.ts'

export type SimulatedKind = 'ollama' | 'llama.cpp' | 'openai' | 'anthropic'

/** A simulated server in a process of its own, which ends with this one. */
export interface RunningServer {
  readonly url: string
  readonly pid: number
  /** Asks it to end, and waits until it has. */
  readonly stop: () => Promise<void>
  /** Ends it without asking, as a crash would. */
  readonly kill: () => Promise<void>
}

/** Starts a simulated server on a free port and waits until it listens. */
export async function startServer(
  kind: SimulatedKind,
  description: ServerInput = {},
  port = 0,
): Promise<RunningServer> {
  const file = fileURLToPath(new URL(`../${FILES[kind]}`, import.meta.url))
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', file, '--until-stdin-ends'],
      ...['--port', String(port), '--script', JSON.stringify(description)],
    ],
    { stdio: 'pipe' },
  )
  let complaint = ''
  child.stderr.on('data', (data) => {
    complaint = `${complaint}${data}`.slice(-LONGEST_COMPLAINT)
  })
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'close').then(() => Promise.reject(new Error(`${kind} ended: ${complaint}`))),
  ])) as [string]
  const { url, pid } = JSON.parse(line) as { readonly url: string; readonly pid: number }
  return { url, pid, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') }
}

const LONGEST_COMPLAINT = 4096

const FILES: Readonly<Record<SimulatedKind, string>> = {
  ollama: 'ollama.ts',
  'llama.cpp': 'llama-cpp.ts',
  openai: 'openai.ts',
  anthropic: 'anthropic.ts',
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}
