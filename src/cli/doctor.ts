import type { Command } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { survey } from '../survey.ts'
import type { CliCommand } from './cli-command.ts'
import { checks } from './doctor/index.ts'
import { anyProblem, type Finding, problem } from './findings/finding.ts'
import { printFindings, summary } from './findings/print-findings.ts'
import {
  CONFIG_OPTION,
  type ConfigFlags,
  JSON_OPTION,
  loadSettings,
} from './setup/load-settings.ts'
import { portState } from './setup/port-state.ts'
import { EXIT_CODE, exitCodeHelp } from './terminal/exit-code.ts'
import { startProgress } from './terminal/progress.ts'
import { runAction } from './terminal/run-action.ts'
import { terminal } from './terminal/terminal.ts'

/** Says what was found, what is wrong and what to do; with or without a running router, and loading no model. */
export const doctor: CliCommand = {
  name: 'doctor',
  configure(command: Command, version: string): Command {
    return command
      .description('say what was found, what is wrong and what to do about it')
      .option(...CONFIG_OPTION)
      .option(...JSON_OPTION)
      .addHelpText('after', exitCodeHelp('done', 'problem'))
      .action((flags: ConfigFlags) => runAction(flags.json === true, () => run(flags, version)))
  },
}

async function run(flags: ConfigFlags, version: string): Promise<number> {
  const findings = await examine(flags)
  const isWrong = anyProblem(findings)
  if (flags.json) terminal.json({ ok: !isWrong, version, findings })
  else {
    terminal.line(`SmarterRouter ${version}\n`)
    printFindings(findings)
    terminal.line(`\n${summary(findings)}`)
  }
  return isWrong ? EXIT_CODE.problem : EXIT_CODE.done
}

async function examine(flags: ConfigFlags): Promise<readonly Finding[]> {
  const progress = startProgress('Looking at the backends', flags.json)
  try {
    const loaded = loadSettings(flags)
    const [surveyed, port] = await Promise.all([
      survey(loaded.settings, { onProgress: progress.update }),
      portState(loaded.settings),
    ])
    const examined = { loaded, survey: surveyed, port }
    return (await Promise.all(checks.map((check) => check(examined)))).flat()
  } catch (error) {
    if (error instanceof ConfigError) return misconfigured(error)
    throw error
  } finally {
    progress.end()
  }
}

/** With no valid configuration there is nothing else that could be looked at. */
function misconfigured({ message }: ConfigError): readonly Finding[] {
  return message
    .split('\n')
    .slice(1)
    .map((line) => problem('configuration', line.trim(), 'mend it there, then run doctor again'))
}
