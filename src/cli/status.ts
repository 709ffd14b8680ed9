import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { CliCommand } from './cli-command.ts'
import { type RouterAddress, routerAddress } from './router/router-address.ts'
import { type RouterStatus, routerStatus } from './router/router-status.ts'
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
import { table } from './terminal/table.ts'
import { terminal } from './terminal/terminal.ts'
import { UsageError } from './terminal/usage-error.ts'

interface StatusFlags extends ConfigFlags {
  readonly url?: string
  readonly watch?: boolean
}

const REDRAW_MS = 2_000

/** Shows how a running router is: its backends, what is under way, what is loaded. */
export const status: CliCommand = {
  name: 'status',
  configure(command: Command): Command {
    return command
      .description('show how a running router is: backends, requests in flight, what is loaded')
      .option('--watch', 'show it again every 2 s until Ctrl-C')
      .option(...URL_OPTION)
      .option(...CONFIG_OPTION)
      .option(...JSON_OPTION)
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration'))
      .action((flags: StatusFlags) => runAction(flags.json === true, () => run(flags)))
  },
}

async function run(flags: StatusFlags): Promise<number> {
  const address = routerAddress(loadSettings(flags).settings, flags.url)
  if (flags.watch && flags.json) {
    throw new UsageError('--json gives one value, and --watch one after the other: choose one.')
  }
  if (flags.watch) return watch(address)
  const seen = await routerStatus(address)
  if (flags.json) terminal.json(seen)
  else for (const line of linesOf(seen)) terminal.line(line)
  return seen.ready ? EXIT_CODE.done : EXIT_CODE.problem
}

async function watch(address: RouterAddress): Promise<number> {
  const leaving = new AbortController()
  process.once('SIGINT', () => leaving.abort())
  process.stdout.once('error', () => leaving.abort())
  while (!leaving.signal.aborted) {
    terminal.redraw(await routerStatus(address).then(linesOf, refusalLines))
    await sleep(REDRAW_MS, undefined, { signal: leaving.signal }).catch(() => undefined)
  }
  return EXIT_CODE.done
}

/** A router that is away for a moment is waited for. */
function refusalLines(error: unknown): readonly string[] {
  if (error instanceof UsageError) return [error.message]
  throw error
}

function linesOf(seen: RouterStatus): string[] {
  const { url, version, ready, reason, in_flight, judge, backends } = seen
  const state = ready ? terminal.style('green', 'ready') : terminal.style('red', 'not ready')
  const rows = backends.map((backend) => [
    backend.name,
    backend.kind,
    backend.url,
    stateOf(backend),
    String(backend.models),
    String(backend.in_flight),
    backend.loaded.join(', ') || '-',
  ])
  return [
    `SmarterRouter ${plainText(version)} at ${url}: ${state} (${plainText(reason)})`,
    `Requests in flight: ${in_flight}`,
    ...(judge === null ? [] : [plainText(judgeLine(judge))]),
    ...(rows.length === 0 ? [] : ['', ...table(HEAD, rows)]),
  ]
}

function judgeLine(judge: NonNullable<RouterStatus['judge']>): string {
  const { model, problem, agreement, calls, max_calls, cost, max_cost } = judge
  if (model === '') return `Judge: ${problem}`
  const spent = cost === null ? 'at an unknown price' : `${cost.toFixed(2)} of ${max_cost} dollars`
  const trust =
    agreement === null ? 'not measured yet' : `right on ${Math.round(100 * agreement)} %`
  const trouble = problem === null ? '' : ` (${problem})`
  return `Judge: ${model}, ${trust}; this month ${calls} of ${max_calls} calls, ${spent}${trouble}`
}

function stateOf({ up, problem }: RouterStatus['backends'][number]): string {
  if (up) return problem === null ? 'up' : `up, but ${problem}`
  return `down: ${problem ?? 'no answer'}`
}

const HEAD = ['backend', 'kind', 'address', 'state', 'models', 'in flight', 'loaded']
