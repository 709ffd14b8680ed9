import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Plan, ResultOf } from '../load.ts'
import type { Speech } from './cells.ts'
import { gatewayLaunch } from './gateway.ts'
import type { Launch, Programs } from './programs.ts'

/** The ways to the mock backend that are compared. */
export const WAYS = ['direct', 'bare', 'gateway'] as const

export type Way = (typeof WAYS)[number]

interface Target {
  readonly child: ChildProcess
  readonly port: number
}

export interface Stage {
  readonly programs: Programs
  readonly targets: Readonly<Record<Way, Target>>
  /** Another gateway, whose backend speaks Messages; undefined when no row asks for it. */
  readonly messagesGateway: Target | undefined
  /** How the gateway is started once more. */
  readonly gateway: Launch
  /** Has the load generator carry out one plan; never two at a time. */
  load<P extends Plan>(plan: P): Promise<ResultOf<P>>
}

interface Scene {
  /** Where the gateways have their files. */
  readonly folder: string
  /** Measured in the gateway's stead. */
  readonly command: string | undefined
  /** Whether there are rows for a gateway whose backend speaks Messages. */
  readonly messages: boolean
}

/**
 * Starts backend, proxy, gateway and load generator, each a process. What is compared has a core to itself where
 * programs can be pinned; generator and backend share another.
 */
export async function setStage(
  programs: Programs,
  { folder, command, messages }: Scene,
): Promise<Stage> {
  const direct = await serve(programs, (port) => own('mock-backend', 0, String(port)))
  const backend = `http://127.0.0.1:${direct.port}`
  const bare = await serve(programs, (port) => own('bare-proxy', 1, String(port), backend))
  const launch = (port: number, speech: Speech): Launch => ({
    ...gatewayLaunch({ folder, port, backend, speech, command }),
    core: 1,
  })
  const gateway = await serve(programs, (port) => launch(port, 'chat'))
  const messagesGateway = messages
    ? await serve(programs, (port) => launch(port, 'messages'))
    : undefined
  const loader = programs.start(own('load', 0))
  return {
    programs,
    targets: { direct, bare, gateway },
    messagesGateway,
    gateway: launch(gateway.port, 'chat'),
    async load(plan) {
      loader.send(plan)
      const [result] = await once(loader, 'message')
      return result
    },
  }
}

/** The program that is loaded on a way to a backend of this speech; backend and proxy serve both. */
export function targetOf({ targets, messagesGateway }: Stage, way: Way, backend: Speech): Target {
  if (way !== 'gateway' || backend === 'chat') return targets[way]
  if (messagesGateway) return messagesGateway
  throw new Error('the gateway whose backend speaks Messages was not started')
}

/** All processes of a way. */
export function processesOf(
  { targets, messagesGateway }: Stage,
  way: Way,
): readonly ChildProcess[] {
  const more = way === 'gateway' && messagesGateway ? [messagesGateway.child] : []
  return [targets[way].child, ...more]
}

function own(name: string, core: number, ...args: readonly string[]): Launch {
  const file = join(import.meta.dirname, '..', `${name}.ts`)
  return { name, command: [process.execPath, file, ...args], core, channel: true }
}

async function serve(programs: Programs, launch: (port: number) => Launch): Promise<Target> {
  const port = await freePort()
  const child = programs.start(launch(port))
  await programs.ready(child, `http://127.0.0.1:${port}/ready`)
  return { child, port }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
