import type { ShellWords } from '../tree/shell-words.ts'

/** One of these per file in `completion/`. */
export interface Shell {
  readonly name: string
  /** The line that makes it last. */
  readonly install: string
  script(commands: readonly ShellWords[]): string
}
