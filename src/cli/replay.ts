import type { Command } from 'commander'
import type { CliCommand } from './cli-command.ts'
import { askRouter } from './router/ask-router.ts'
import { Replayed } from './router/explanation.ts'
import { explanationLines } from './router/explanation-lines.ts'
import { routerAddress } from './router/router-address.ts'
import {
  CONFIG_OPTION,
  type ConfigFlags,
  JSON_OPTION,
  loadSettings,
  URL_OPTION,
} from './setup/load-settings.ts'
import { EXIT_CODE, exitCodeHelp } from './terminal/exit-code.ts'
import { plainText } from './terminal/plain-text.ts'
import { runAction } from './terminal/run-action.ts'
import { terminal } from './terminal/terminal.ts'

interface ReplayFlags extends ConfigFlags {
  readonly url?: string
  readonly policy?: string
}

/** Has a running router make a past decision again, as it was or by another policy; no model is asked. */
export const replay: CliCommand = {
  name: 'replay',
  configure(command: Command): Command {
    return command
      .description('make the decision about a past request again, and see what came of it')
      .argument('<id>', 'the id of the answer, or the x-request-id')
      .option('--policy <name>', 'see what this policy would have chosen then')
      .option(...URL_OPTION)
      .option(...CONFIG_OPTION)
      .option(...JSON_OPTION)
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration'))
      .action((id: string, flags: ReplayFlags) =>
        runAction(flags.json === true, () => run(id, flags)),
      )
  },
}

async function run(id: string, flags: ReplayFlags): Promise<number> {
  const address = routerAddress(loadSettings(flags).settings, flags.url)
  const question = { request_id: id, policy: flags.policy }
  const replayed = await askRouter(address, '/admin/replay', Replayed, question)
  if (flags.json) terminal.json(replayed)
  else {
    terminal.line(verdict(replayed))
    for (const line of explanationLines(replayed)) terminal.line(line)
  }
  return replayed.same === false ? EXIT_CODE.problem : EXIT_CODE.done
}

function verdict({ request_id, at, same, differs, policy }: Replayed): string {
  const request = plainText(`Request ${request_id} of ${at}`)
  if (same === null) return plainText(`${request}, had its policy been ${policy}:`)
  const others = differs.length === 0 ? '' : ` (differs: ${differs.join(', ')})`
  const outcome = same
    ? terminal.style('green', 'decided the same again')
    : terminal.style('red', 'decided otherwise now')
  return `${request}: ${outcome}${plainText(others)}`
}
