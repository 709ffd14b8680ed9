import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Run } from '../support/run.ts'

/** The Python of the live folder's own environment. */
export function pythonOf(folder: string): string {
  return join(folder, 'venv', 'bin', 'python')
}

/** Runs pip in that environment, which is made when it is not there yet. */
export async function pip(folder: string, run: Run, ...args: readonly string[]): Promise<void> {
  const python = pythonOf(folder)
  if (!existsSync(python)) await run(['python3', '-m', 'venv', join(folder, 'venv')])
  await run([python, '-m', 'pip', '--disable-pip-version-check', '--no-input', ...args])
}
