import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'

interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a program to its end, with its output in a log file. Throws an Error of one line when it fails or is not there. */
export type Run = (command: readonly string[], options?: RunOptions) => Promise<void>

/** Gives a `Run` that writes to this log. */
export function runner(log: string): Run {
  return async (command, { cwd, env = {} } = {}) => {
    const [program = '', ...args] = command
    const child = spawn(program, args, { ...(cwd && { cwd }), env: { ...process.env, ...env } })
    let last = ''
    const note = (data: Buffer): void => {
      appendFileSync(log, data)
      last = `${last}${data}`.slice(-LONGEST_WORDS)
    }
    child.stdout.on('data', note)
    child.stderr.on('data', note)
    const [status] = (await once(child, 'close')) as [number | null]
    if (status !== 0) throw new Error(`${shorten(command)} failed: ${lastLineOf(last)} (${log})`)
  }
}

const LONGEST_WORDS = 2_000

function shorten(command: readonly string[]): string {
  const text = command.slice(0, 4).join(' ')
  return command.length > 4 ? `${text} …` : text
}

function lastLineOf(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
