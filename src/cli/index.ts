import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { serve } from './serve.ts'

/** One of these per file in `cli/`. */
export interface CliCommand {
  readonly name: string
  readonly isDefault?: boolean
  configure(command: Command, version: string): Command
}

/** Every command. */
const commands: readonly CliCommand[] = [serve]

/** Runs the command line, `argv` as Node gives it. */
export async function main(argv: readonly string[]): Promise<void> {
  const version = readVersion()
  const program = new Command('smarterrouter')
    .description('One model name in front of every model you run.')
    .version(version)
  for (const { name, isDefault, configure } of commands) {
    const command = program.command(name, { isDefault: isDefault === true })
    configure(command, version)
  }
  await program.parseAsync(argv)
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return JSON.parse(text).version
}
