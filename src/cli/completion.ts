import { Argument, type Command } from 'commander'
import type { CliCommand } from './cli-command.ts'
import { shells } from './completion/index.ts'
import { JSON_OPTION } from './setup/load-settings.ts'
import { EXIT_CODE, exitCodeHelp } from './terminal/exit-code.ts'
import { runAction } from './terminal/run-action.ts'
import { terminal } from './terminal/terminal.ts'
import { UsageError } from './terminal/usage-error.ts'
import { shellWords } from './tree/shell-words.ts'

/** Prints a shell's completion script, made of the commands as they are. */
export const completion: CliCommand = {
  name: 'completion',
  configure(command: Command): Command {
    const names = shells.map(({ name }) => name)
    const lines = shells.map(({ install }) => `  ${install}`)
    return command
      .description('print a completion script for a shell')
      .addArgument(new Argument('<shell>', 'the shell').choices(names))
      .option(...JSON_OPTION)
      .addHelpText(
        'after',
        ['', 'To use it, once `npm link` has put smarterrouter on the path:', ...lines].join('\n'),
      )
      .addHelpText('after', exitCodeHelp('done', 'problem'))
      .action((name: string, flags: { readonly json?: boolean }) =>
        runAction(flags.json === true, async () => {
          const shell = shells.find((one) => one.name === name)
          if (shell === undefined) throw new UsageError(`There is no completion for ${name}.`)
          const script = shell.script(shellWords(command.parent ?? command))
          if (flags.json) terminal.json({ shell: name, script })
          else terminal.line(script.trimEnd())
          return EXIT_CODE.done
        }),
      )
  },
}
