import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Launch } from './programs.ts'

export interface GatewayPlace {
  /** Where its config, database and log lie. */
  readonly folder: string
  readonly port: number
  readonly backend: string
  /** Measured in the gateway's stead: a shell command with `{port}` and `{backend}`, run in the current folder. */
  readonly command: string | undefined
}

/** Writes the gateway's config and says how to start it as its users do, with database, log file and metrics. */
export function gatewayLaunch({ folder, port, backend, command }: GatewayPlace): Launch {
  const log = join(folder, 'gateway.log')
  if (command !== undefined) {
    const line = command.replaceAll('{port}', String(port)).replaceAll('{backend}', backend)
    return { name: 'gateway command', command: ['sh', '-c', `exec ${line}`], log }
  }
  const config = join(folder, 'smarterrouter.yaml')
  writeFileSync(config, `backends:\n  - { name: mock, kind: openai, url: '${backend}' }\n`)
  const main = resolve(import.meta.dirname, '../../src/main.ts')
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--config', config]
  return {
    name: 'gateway',
    command: [process.execPath, main, 'serve', ...flags],
    cwd: folder,
    log,
  }
}
