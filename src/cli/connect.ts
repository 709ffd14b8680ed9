import { Argument, type Command } from 'commander'
import { environment } from '../config/env.ts'
import type { Settings } from '../config/settings.ts'
import { matchesGlob } from '../std/glob.ts'
import { hasEndpoint } from '../survey.ts'
import type { CliCommand } from './cli-command.ts'
import type { Client, RouterLink } from './connect/client.ts'
import { clients } from './connect/index.ts'
import { routerAddress } from './router/router-address.ts'
import {
  CONFIG_OPTION,
  type ConfigFlags,
  JSON_OPTION,
  loadSettings,
  URL_OPTION,
} from './setup/load-settings.ts'
import { readClientFile, type Written, writeClientFile } from './setup/write-client-file.ts'
import { EXIT_CODE, exitCodeHelp } from './terminal/exit-code.ts'
import { runAction } from './terminal/run-action.ts'
import { terminal } from './terminal/terminal.ts'
import { UsageError } from './terminal/usage-error.ts'

interface ConnectFlags extends ConfigFlags {
  readonly url?: string
  readonly write?: boolean
  readonly showKey?: boolean
}

/** Prints what a client must be told to use this router, or writes it into the client's own settings. */
export const connect: CliCommand = {
  name: 'connect',
  configure(command: Command): Command {
    const names = clients.map(({ name }) => name)
    return command
      .description("print a client's settings for this router, or write them")
      .addArgument(new Argument('<client>', 'the client').choices(names))
      .option(
        '--write',
        "write them into the client's own settings file, keeping what else is in it",
      )
      .option('--show-key', 'show the value of ROUTER_API_KEY')
      .option(...URL_OPTION)
      .option(...CONFIG_OPTION)
      .option(...JSON_OPTION)
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration'))
      .action((name: string, flags: ConnectFlags) =>
        runAction(flags.json === true, () => run(name, flags)),
      )
  },
}

/** What stands for the key: any text will do where none is asked for. */
const ANY_KEY = 'any-key-will-do'
const HIDDEN_KEY = '<the value of ROUTER_API_KEY>'

async function run(name: string, flags: ConnectFlags): Promise<number> {
  const client = clients.find((one) => one.name === name)
  if (client === undefined) throw new UsageError(`There is no client ${name}.`)
  const { settings } = loadSettings(flags)
  const { apiKey } = settings.access
  const link: RouterLink = {
    base: routerAddress(settings, flags.url).url,
    model: settings.names.external,
    smallModel: smallModelOf(settings.names),
    key: apiKey ?? ANY_KEY,
  }
  const lack = await lackOf(client, link)
  const written = flags.write ? write(client, link, apiKey !== undefined) : undefined
  const warnings = rivalsOf(client)
  const key = apiKey === undefined || flags.showKey ? link.key : HIDDEN_KEY
  const shown = { client: name, settings: client.settings({ ...link, key }), steps: client.steps }
  if (flags.json)
    terminal.json({ ...shown, missing: lack ?? null, written: written ?? null, warnings })
  else print(client, shown.settings, { lack, written, warnings })
  return EXIT_CODE.done
}

/** Of no maker's models and no gateway's, so that it is never sent to one. */
const SMALL_MODEL = 'claude-haiku-smarterrouter'

function smallModelOf({ external, routed }: Settings['names']): string {
  return routed.some((glob) => matchesGlob(glob, SMALL_MODEL)) ? SMALL_MODEL : external
}

function write({ title, file }: Client, link: RouterLink, isSecret: boolean): Written {
  if (file !== undefined) return writeClientFile(file, link, isSecret)
  throw new UsageError(
    `${title} has no settings file to write: enter them as printed without --write.`,
  )
}

/** What is set beside the router's settings, and heeded before them. */
function rivalsOf({ title, file, rivals }: Client): readonly string[] {
  if (rivals === undefined) return []
  return rivals(file && readClientFile(file), environment()).map(({ name, where }) => {
    const [place, remedy] =
      where === 'file'
        ? [`~/${file?.path.join('/')}`, 'remove it there']
        : ['the environment', 'unset it where the client starts']
    return `${name} in ${place} keeps ${title} from using the router: ${remedy}.`
  })
}

/** Says which endpoint the client needs and does not find: at the running router, or else in this version. */
async function lackOf(
  { needs, title }: Client,
  { base, key }: RouterLink,
): Promise<string | undefined> {
  const running = await answers(`${base}${needs}`, key)
  if (running ?? hasEndpoint(needs)) return undefined
  const who = running === undefined ? 'This version of the router' : `The router at ${base}`
  return `${who} has no ${needs} yet, which ${title} needs: these settings do not work before it has.`
}

/** Whether a running router has this endpoint; undefined when none answers. Nothing is generated: the body is empty. */
async function answers(url: string, key: string): Promise<boolean | undefined> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
  const signal = AbortSignal.timeout(2_000)
  const reply = await fetch(url, { method: 'POST', headers, body: '{', signal }).catch(
    () => undefined,
  )
  return reply && reply.status !== 404
}

interface Outcome {
  readonly lack: string | undefined
  readonly written: Written | undefined
  readonly warnings: readonly string[]
}

function print(
  { title, steps }: Client,
  settings: Readonly<Record<string, string>>,
  { lack, written, warnings }: Outcome,
): void {
  terminal.line(`${title}\n`)
  for (const [name, value] of Object.entries(settings)) {
    terminal.line(/^[A-Z_]+$/.test(name) ? `${name}=${value}` : `${name}: ${value}`)
  }
  terminal.line()
  if (written === undefined) for (const step of steps) terminal.line(step)
  else terminal.line(tellWritten(written))
  const unfit = lack === undefined ? warnings : [...warnings, lack]
  for (const text of unfit) terminal.line(terminal.style('yellow', text))
}

function tellWritten({ file, change, backup, tightened }: Written): string {
  const rights = tightened ? ' Others could read it; now only its owner can.' : ''
  if (change === 'none') return `${file} has these settings already.${rights}`
  if (backup === undefined) return `Created ${file} with these settings.`
  return `Put these settings into ${file}; what it was before is kept in ${backup}.${rights}`
}
