import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import type { CliCommand } from './cli-command.ts'
import { serve } from './serve.ts'

/** Every command. */
const commands: readonly CliCommand[] = [serve]

/** Runs the command line, `argv` as Node gives it. */
export async function main(argv: readonly string[]): Promise<void> {
  const version = readVersion()
  const program = new Command('smarterrouter')
    .description('One model name in front of every model you run.')
    .version(version)
    .addHelpText('after', '\nOptions of a command: smarterrouter <command> --help')
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
