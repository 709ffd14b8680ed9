import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'

/**
 * Runs one program in a process group of its own and outlives neither its parent nor the program: when its standard input
 * ends, as it does when the parent dies, the program is asked to end; whatever the group left behind is killed.
 *
 * Usage: node guard.ts LOG PROGRAM ARGUMENT...   It prints the program's process id.
 */
const [log = '', program = '', ...args] = process.argv.slice(2)
const output = openSync(log, 'a')
const child = spawn(program, args, { detached: true, stdio: ['ignore', output, output] })
const { pid } = child
const PATIENCE_MS = 5_000

child.on('error', () => process.exit(1))
child.on('exit', () => {
  killGroup('SIGKILL')
  process.exit(0)
})
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
process.stdin.on('end', stop).on('error', stop).resume()
if (pid !== undefined) process.stdout.write(`${pid}\n`)

function stop(): void {
  child.kill('SIGTERM')
  setTimeout(() => killGroup('SIGKILL'), PATIENCE_MS)
}

function killGroup(signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {
    // Nobody of the group is left.
  }
}
