import type { Command } from 'commander'
import { type ExplainedValue, explainValues } from '../config/explain-values.ts'
import { nearNames } from '../std/near-names.ts'
import { survey } from '../survey.ts'
import type { CliCommand } from './cli-command.ts'
import { backendFindings } from './findings/backend-findings.ts'
import { anyProblem, type Finding, ok, warning } from './findings/finding.ts'
import { printFindings, summary } from './findings/print-findings.ts'
import {
  CONFIG_OPTION,
  type ConfigFlags,
  JSON_OPTION,
  loadSettings,
} from './setup/load-settings.ts'
import { EXIT_CODE, exitCodeHelp } from './terminal/exit-code.ts'
import { startProgress } from './terminal/progress.ts'
import { runAction } from './terminal/run-action.ts'
import { table } from './terminal/table.ts'
import { terminal } from './terminal/terminal.ts'
import { UsageError } from './terminal/usage-error.ts'

/** What is configured, whether it is right, and where each value comes from. */
export const config: CliCommand = {
  name: 'config',
  configure(command: Command): Command {
    command.description('check or explain the configuration')
    command
      .command('check')
      .description('name everything that is wrong with the configuration, then try every backend')
      .option(...CONFIG_OPTION)
      .option(...JSON_OPTION)
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration'))
      .action((flags: ConfigFlags) => runAction(flags.json === true, () => check(flags)))
    command
      .command('explain')
      .description(
        'show every effective value and where it comes from; secrets only as set or not set',
      )
      .argument('[path]', 'only this setting or group, such as timeouts or ROUTER_PORT')
      .option(...CONFIG_OPTION)
      .option(...JSON_OPTION)
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration'))
      .action((path: string | undefined, flags: ConfigFlags) =>
        runAction(flags.json === true, () => explain(path, flags)),
      )
    return command
  },
}

async function check(flags: ConfigFlags): Promise<number> {
  const loaded = loadSettings(flags)
  const { settings, notUsedYet } = loaded
  const progress = startProgress('Looking at the backends', flags.json)
  const surveyed = await survey(settings, { onProgress: progress.update })
  const found = await backendFindings(loaded, surveyed)
  progress.end()
  const findings: readonly Finding[] = [
    ok('configuration', 'every value is valid'),
    ...loaded.warnings.map((text) => warning('configuration', text, 'see docs/configuration.md')),
    ...(notUsedYet.length === 0
      ? []
      : [ok('configuration', `not used yet: ${notUsedYet.join(', ')}`)]),
    ...(settings.backendsConfigured
      ? []
      : [ok('backends', 'none is configured: the usual ports of this machine are looked at')]),
    ...found,
  ]
  const isWrong = anyProblem(findings)
  if (flags.json) terminal.json({ ok: !isWrong, findings })
  else {
    printFindings(findings)
    terminal.line(`\n${summary(findings)}`)
  }
  return isWrong ? EXIT_CODE.problem : EXIT_CODE.done
}

async function explain(path: string | undefined, flags: ConfigFlags): Promise<number> {
  const values = chosen(explainValues(loadSettings(flags)), path)
  if (flags.json) terminal.json({ values })
  else {
    const rows = values.map((one) => [one.path, shown(one), one.where ?? one.source])
    for (const line of table(['setting', 'value', 'from'], rows)) terminal.line(line)
  }
  return EXIT_CODE.done
}

function chosen(
  values: readonly ExplainedValue[],
  path: string | undefined,
): readonly ExplainedValue[] {
  if (path === undefined) return values
  const found = values.filter(
    (one) => one.path === path || one.variable === path || /^[.[]/.test(rest(one.path, path)),
  )
  if (found.length > 0) return found
  const known = values.flatMap((one) => [
    one.path.replace(/[.[].*/, ''),
    one.path,
    one.variable ?? one.path,
  ])
  const [near] = nearNames(path, new Set(known), 1)
  const hint = near === undefined ? '' : ` Did you mean ${near}?`
  throw new UsageError(`There is no setting ${path}.${hint}`)
}

/** What follows a group's name in a path; empty when the path is not below it. */
function rest(path: string, group: string): string {
  return path.startsWith(group) ? path.slice(group.length) : ''
}

function shown({ value, secret, later }: ExplainedValue): string {
  const text = value === undefined ? 'not set' : written(value)
  return [text, secret && text === 'set' && '(hidden)', later && '(not used yet)']
    .filter(Boolean)
    .join(' ')
}

function written(value: unknown): string {
  return typeof value === 'string' && value !== ''
    ? value.replaceAll('\n', '\\n')
    : JSON.stringify(value)
}
