import type { Command } from 'commander'
import { survey } from '../survey.ts'
import type { CliCommand } from './cli-command.ts'
import { Models, Profiles } from './router/answers.ts'
import { askRouter, NoRouter } from './router/ask-router.ts'
import { type ModelRow, rowsOfCatalog, rowsOfRouter } from './router/model-row.ts'
import { profileLines } from './router/profile-lines.ts'
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
import { startProgress } from './terminal/progress.ts'
import { runAction } from './terminal/run-action.ts'
import { table } from './terminal/table.ts'
import { terminal } from './terminal/terminal.ts'

interface ModelsFlags extends ConfigFlags {
  readonly url?: string
}

interface Seen {
  /** Where the list is from: the router's address, or undefined for the backends themselves. */
  readonly router: string | undefined
  readonly rows: readonly ModelRow[]
  /** What could not be listed. */
  readonly down: readonly string[]
}

/** Lists every model: as the running router knows them, or else by looking at the backends. */
export const models: CliCommand = {
  name: 'models',
  configure(command: Command): Command {
    return command
      .description(
        'list every model: from the running router, or else from the backends themselves',
      )
      .argument('[name]', 'tell what the running router knows of this model')
      .option(...URL_OPTION)
      .option(...CONFIG_OPTION)
      .option(...JSON_OPTION)
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration'))
      .action((name: string | undefined, flags: ModelsFlags) =>
        runAction(flags.json === true, () =>
          name === undefined ? run(flags) : tellOf(name, flags),
        ),
      )
  },
}

async function run(flags: ModelsFlags): Promise<number> {
  const { router, rows, down } = await look(flags)
  if (flags.json) terminal.json({ router: router ?? null, models: rows, down })
  else print(rows, down, router)
  return rows.length === 0 ? EXIT_CODE.problem : EXIT_CODE.done
}

async function tellOf(name: string, flags: ModelsFlags): Promise<number> {
  const address = routerAddress(loadSettings(flags).settings, flags.url)
  const path = `/admin/profiles?model=${encodeURIComponent(name)}`
  const [profile] = (await askRouter(address, path, Profiles)).profiles
  if (flags.json) terminal.json(profile ?? null)
  else if (profile === undefined) terminal.note(plainText(`There is no chat model "${name}".`))
  else for (const line of profileLines(profile)) terminal.line(line)
  return profile === undefined ? EXIT_CODE.problem : EXIT_CODE.done
}

async function look(flags: ModelsFlags): Promise<Seen> {
  const { settings } = loadSettings(flags)
  const address = routerAddress(settings, flags.url)
  try {
    const rows = rowsOfRouter(await askRouter(address, '/admin/models', Models))
    return { router: address.url, rows, down: [] }
  } catch (error) {
    if (!(error instanceof NoRouter) || flags.url !== undefined) throw error
  }
  const progress = startProgress('Looking at the backends', flags.json)
  const { backends, catalog } = await survey(settings, { onProgress: progress.update })
  progress.end()
  const failed = backends.filter(({ failure }) => failure !== undefined)
  return {
    router: undefined,
    rows: rowsOfCatalog(catalog),
    down: failed.map(({ settings: { name } }) => name),
  }
}

function print(
  rows: readonly ModelRow[],
  down: readonly string[],
  router: string | undefined,
): void {
  if (rows.length === 0) terminal.note('No models were found. What to do: npm start -- doctor')
  else for (const line of table(HEAD, rows.map(cells))) terminal.line(line)
  if (down.length > 0) terminal.note(`No answer from: ${down.join(', ')}`)
  if (router === undefined)
    terminal.note('No router is running: the backends were asked themselves.')
}

const HEAD = ['model', 'backend', 'size', 'file', 'context', 'capabilities', 'loaded']

function cells(row: ModelRow): readonly string[] {
  const size = [row.parameters === null ? '' : `${row.parameters}B`, row.quantisation ?? '']
  const role = row.role === 'chat' || row.role === null ? [] : [row.role]
  return [
    row.model,
    row.backend,
    size.filter(Boolean).join(' ') || '?',
    row.size_bytes === null ? '?' : `${(row.size_bytes / 1e9).toFixed(1)} GB`,
    contextOf(row),
    [...role, ...row.capabilities].join(' ') || '-',
    stateOf(row),
  ]
}

function contextOf({ served_context, trained_context }: ModelRow): string {
  return String(served_context ?? trained_context ?? '?')
}

function stateOf({ up, loaded }: ModelRow): string {
  if (!up) return 'backend down'
  return loaded === null ? '?' : loaded ? 'yes' : 'no'
}
