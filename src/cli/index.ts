import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { nearNames } from '../std/near-names.ts'
import type { CliCommand } from './cli-command.ts'
import { completion } from './completion.ts'
import { config } from './config.ts'
import { connect } from './connect.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { explain } from './explain.ts'
import { models } from './models.ts'
import { profile } from './profile.ts'
import { replay } from './replay.ts'
import { serve } from './serve.ts'
import { status } from './status.ts'
import { terminal } from './terminal/terminal.ts'

/** Every command. */
const commands: readonly CliCommand[] = [
  serve,
  demo,
  doctor,
  config,
  models,
  profile,
  status,
  explain,
  replay,
  connect,
  completion,
]

/** Runs the command line, `argv` as Node gives it. */
export async function main(argv: readonly string[]): Promise<void> {
  const version = readVersion()
  const program = new Command('smarterrouter')
    .description('One model name in front of every model you run.')
    .version(version)
    .showHelpAfterError('To see what there is: npm start -- --help')
    .configureOutput({
      outputError: (text, write) => (argv.includes('--json') ? errorAsJson(text) : write(text)),
    })
    .addHelpText('after', '\nOptions of a command: smarterrouter <command> --help')
  for (const { name, isDefault, configure } of commands) {
    const command = program.command(name, { isDefault: isDefault === true })
    configure(command, version)
  }
  refuseUnknown(program, argv)
  await program.parseAsync(argv)
}

/** A word that is no command would be taken for an argument of the default one. */
function refuseUnknown(program: Command, [, , first = '-']: readonly string[]): void {
  const known = [...program.commands.map((command) => command.name()), 'help']
  if (first.startsWith('-') || known.includes(first)) return
  const [near] = nearNames(first, known, 1)
  const hint = near === undefined ? '' : `\n(Did you mean ${near}?)`
  program.error(`error: unknown command '${first}'${hint}`)
}

function errorAsJson(text: string): void {
  terminal.json({ error: { message: text.replace(/^error: /, '').trim() } })
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return JSON.parse(text).version
}
