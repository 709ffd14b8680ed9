import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Run } from '../support/run.ts'

/** Something that live servers are made of, put into a folder once and then left alone. */
export interface Part {
  readonly name: 'models' | 'llama' | 'router' | 'ollama'
  /** What it is, with its version, and about how long it takes. */
  readonly title: string
  /** Programs without which it cannot be had. */
  readonly needs: readonly string[]
  isThere(folder: string): boolean
  /** Throws an Error of one line when it cannot be had. */
  install(folder: string, run: Run): Promise<void>
}

/** Of these programs, the ones that this machine does not have. */
export function missingOf(programs: readonly string[]): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return programs.filter((program) => !folders.some((folder) => isProgram(join(folder, program))))
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
