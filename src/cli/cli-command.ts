import type { Command } from 'commander'

/** One of these per file in `cli/`. */
export interface CliCommand {
  readonly name: string
  readonly isDefault?: boolean
  configure(command: Command, version: string): Command
}
