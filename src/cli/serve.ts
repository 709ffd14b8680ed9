import type { Command } from 'commander'
import type { Changes } from '../config/changes.ts'
import { ConfigError } from '../config/config-error.ts'
import { environment } from '../config/env.ts'
import { LiveConfig } from '../config/live-config.ts'
import type { LoadInput } from '../config/load.ts'
import { createGateway, type Gateway } from '../gateway.ts'
import { DatabaseError } from '../storage/database-error.ts'
import type { CliCommand } from './cli-command.ts'
import { cannotListen } from './setup/cannot-listen.ts'
import { CONFIG_OPTION } from './setup/load-settings.ts'
import { EXIT_CODE, exitCodeHelp } from './terminal/exit-code.ts'
import { onSignals } from './terminal/signals.ts'

interface ServeFlags {
  readonly config?: string
  readonly host?: string
  readonly port?: string
  readonly json?: boolean
}

/** Serves until it is told to stop. */
export const serve: CliCommand = {
  name: 'serve',
  isDefault: true,
  configure(command: Command, version: string): Command {
    return command
      .description('serve the models that are configured, or found on this machine (the default)')
      .option(...CONFIG_OPTION)
      .option('--host <address>', 'address to listen on')
      .option('--port <number>', 'port to listen on')
      .option('--json', 'write log lines as JSON')
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration', 'database', 'inUse'))
      .action((flags: ServeFlags) => run(flags, version))
  },
}

interface Router {
  readonly gateway: Gateway
  readonly config: LiveConfig
}

async function run(flags: ServeFlags, version: string): Promise<void> {
  const { gateway, config } = await open(flags, version)
  onSignals({
    stop: async () => {
      gateway.log.info('stopping')
      await Promise.all([config.stop(), gateway.stop()])
    },
    reload: async () => {
      if ((await config.reload()) === 'same')
        gateway.log.info('configuration read again: nothing to change')
    },
  })
  try {
    const address = await gateway.start()
    gateway.log.info({ address, version }, 'listening')
    config.watch()
  } catch (error) {
    await gateway.stop()
    const refusal = cannotListen(error)
    if (refusal === undefined) throw error
    quit(refusal.exitCode, refusal.text)
  }
}

/** Nothing starts half: a bad configuration or database ends the process with everything that is wrong. */
async function open(flags: ServeFlags, version: string): Promise<Router> {
  try {
    const config: LiveConfig = new LiveConfig({
      input: { flags: settingsOf(flags), env: environment(), cwd: process.cwd() },
      onChange: (changes) => takeUp(gateway, changes),
      onRefused: (error) =>
        gateway.log.error(`The configuration stays as it was. ${error.message}`),
      onFailed: (err) =>
        gateway.log.error({ err }, 'The configuration stays as it was: it could not be taken up'),
    })
    const { settings, warnings, notUsedYet } = config.running
    const gateway: Gateway = await createGateway({ settings, version, logTo: process.stdout })
    for (const warning of warnings) gateway.log.warn(warning)
    if (notUsedYet.length > 0) gateway.log.warn({ settings: notUsedYet }, 'not used yet')
    return { gateway, config }
  } catch (error) {
    if (error instanceof ConfigError) return quit(EXIT_CODE.configuration, error.message)
    if (error instanceof DatabaseError)
      return quit(error.problem === 'in_use' ? EXIT_CODE.inUse : EXIT_CODE.database, error.message)
    throw error
  }
}

function settingsOf({ json, ...flags }: ServeFlags): NonNullable<LoadInput['flags']> {
  return json ? { ...flags, 'log.format': 'json' } : flags
}

async function takeUp(gateway: Gateway, { applied, afterRestart, next }: Changes): Promise<void> {
  if (applied.length > 0) {
    await gateway.reconfigure(next.settings)
    for (const warning of next.warnings) gateway.log.warn(warning)
    gateway.log.info({ settings: applied }, 'configuration changed')
  }
  if (afterRestart.length > 0) {
    gateway.log.warn(
      { settings: afterRestart },
      'changed in the configuration, but needs a restart',
    )
  }
}

function quit(code: number, message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}
