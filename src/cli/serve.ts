import type { Command } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { environment } from '../config/env.ts'
import { loadConfig } from '../config/load.ts'
import { createGateway, type Gateway } from '../gateway.ts'
import { DatabaseError } from '../storage/database-error.ts'
import type { CliCommand } from './cli-command.ts'

interface ServeFlags {
  readonly config?: string
  readonly host?: string
  readonly port?: string
}

/** A second signal within this time is the same one: terminals, npm and wrappers each pass it on. */
const SAME_SIGNAL_MS = 1_000
const EXIT = { config: 2, database: 3, inUse: 4 } as const

/** Serves until it is told to stop. */
export const serve: CliCommand = {
  name: 'serve',
  isDefault: true,
  configure(command: Command, version: string): Command {
    return command
      .description('serve the models that are configured, or found on this machine (the default)')
      .option(
        '--config <path>',
        'configuration file (default: smarterrouter.yaml, if there is one)',
      )
      .option('--host <address>', 'address to listen on')
      .option('--port <number>', 'port to listen on')
      .action((flags: ServeFlags) => run(flags, version))
  },
}

async function run(flags: ServeFlags, version: string): Promise<void> {
  const gateway = await open(flags, version)
  stopOnSignals(gateway)
  try {
    const address = await gateway.start()
    gateway.log.info({ address, version }, 'listening')
  } catch (error) {
    await gateway.stop()
    quit(EXIT.inUse, cannotListen(error as ListenError))
  }
}

type ListenError = Error & {
  readonly code?: string
  readonly address?: string
  readonly port?: number
}

function cannotListen({ code, message, address, port }: ListenError): string {
  if (code !== 'EADDRINUSE') return `Cannot listen: ${message}`
  return `Cannot listen: ${address}:${port} is in use by another program. Stop that one or choose another port with --port.`
}

/** Nothing starts half: a bad configuration or database ends the process with everything that is wrong. */
async function open(flags: ServeFlags, version: string): Promise<Gateway> {
  try {
    const { settings, warnings, notUsedYet } = loadConfig({
      flags: { ...flags },
      env: environment(),
      cwd: process.cwd(),
    })
    const gateway = await createGateway({ settings, version, logTo: process.stdout })
    for (const warning of warnings) gateway.log.warn(warning)
    if (notUsedYet.length > 0) gateway.log.warn({ settings: notUsedYet }, 'not used yet')
    return gateway
  } catch (error) {
    if (error instanceof ConfigError) return quit(EXIT.config, error.message)
    if (error instanceof DatabaseError)
      return quit(error.problem === 'in_use' ? EXIT.inUse : EXIT.database, error.message)
    throw error
  }
}

function quit(code: number, message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

function stopOnSignals(gateway: Gateway): void {
  let firstAt: number | undefined
  const onSignal = () => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    firstAt = performance.now()
    gateway.log.info('stopping')
    void gateway.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal)
}
