import { type Command, InvalidArgumentError } from 'commander'
import type { CliCommand } from './cli-command.ts'
import { askRouter } from './router/ask-router.ts'
import { Explanation } from './router/explanation.ts'
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
import { runAction } from './terminal/run-action.ts'
import { terminal } from './terminal/terminal.ts'

interface ExplainFlags extends ConfigFlags {
  readonly url?: string
  readonly model?: string
  readonly policy?: string
  readonly session?: string
  readonly loaded?: readonly string[]
  readonly exclude?: readonly string[]
  readonly qualityPreference?: number
}

/** Asks a running router whom it would send a prompt to and why; no model is asked. */
export const explain: CliCommand = {
  name: 'explain',
  configure(command: Command): Command {
    return command
      .description('show whom the running router would send a prompt to, and why')
      .argument('<prompt>', 'what a user might say')
      .option('--model <name>', "the model that the client names (default: the router's own name)")
      .option('--policy <name>', 'the policy to route by')
      .option('--session <name>', 'the conversation, or the model that answered it last')
      .option('--loaded <model>', 'suppose that only this model is loaded; may be repeated', added)
      .option('--exclude <model>', 'suppose that this model may not answer; may be repeated', added)
      .option('--quality-preference <0..1>', 'suppose this preference: 0 = fast, 1 = good', share)
      .option(...URL_OPTION)
      .option(...CONFIG_OPTION)
      .option(...JSON_OPTION)
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration'))
      .action((prompt: string, flags: ExplainFlags) =>
        runAction(flags.json === true, () => run(prompt, flags)),
      )
  },
}

async function run(prompt: string, flags: ExplainFlags): Promise<number> {
  const { url, model, policy, session, loaded, exclude, qualityPreference } = flags
  const address = routerAddress(loadSettings(flags).settings, url)
  const overrides = { loaded, exclude, quality_preference: qualityPreference }
  const question = { prompt, model, policy, session, overrides }
  const explained = await askRouter(address, '/admin/explain', Explanation, question)
  if (flags.json) terminal.json(explained)
  else for (const line of explanationLines(explained)) terminal.line(line)
  return explained.chosen === null ? EXIT_CODE.problem : EXIT_CODE.done
}

function added(name: string, before: readonly string[] = []): readonly string[] {
  return [...before, name]
}

function share(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value >= 0 && value <= 1) return value
  throw new InvalidArgumentError('It must be a number from 0 to 1.')
}
