import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Speech } from './cells.ts'
import type { Launch } from './programs.ts'

export interface GatewayPlace {
  /** Where its config, database and log lie. */
  readonly folder: string
  readonly port: number
  readonly backend: string
  readonly speech: Speech
  /** Measured in the gateway's stead: a shell command with `{port}`, `{backend}` and `{kind}`, run in the current folder. */
  readonly command: string | undefined
}

/** The kind of backend that speaks so, as the gateway's config calls it. */
const KINDS: Readonly<Record<Speech, string>> = { chat: 'openai', messages: 'anthropic' }

/** A profile of the mock would be load of its own. */
const ASKS_NOBODY = 'profile: { enabled: false }\nbenchmarks: { enabled: false }\n'

/** Writes the gateway's config and says how to start it as its users do, with database, log file and metrics. */
export function gatewayLaunch({ port, backend, speech, command, ...place }: GatewayPlace): Launch {
  const kind = KINDS[speech]
  const folder = join(place.folder, kind)
  mkdirSync(folder, { recursive: true })
  const log = join(folder, 'gateway.log')
  if (command !== undefined) {
    const line = command
      .replaceAll('{port}', String(port))
      .replaceAll('{backend}', backend)
      .replaceAll('{kind}', kind)
    return { name: 'gateway command', command: ['sh', '-c', `exec ${line}`], log }
  }
  const config = join(folder, 'smarterrouter.yaml')
  writeFileSync(
    config,
    `backends:\n  - { name: mock, kind: ${kind}, url: '${backend}' }\n${ASKS_NOBODY}`,
  )
  const main = resolve(import.meta.dirname, '../../src/main.ts')
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--config', config]
  return {
    name: 'gateway',
    command: [process.execPath, main, 'serve', ...flags],
    cwd: folder,
    log,
  }
}
