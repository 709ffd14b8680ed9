import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const READY_POLL_MS = 5
const READY_LIMIT_MS = 30_000
const STOP_LIMIT_MS = 5_000

export interface Launch {
  readonly name: string
  /** The executable and its arguments. */
  readonly command: readonly [string, ...string[]]
  /** The only processor core it may use, where programs can be pinned. */
  readonly core?: number
  readonly cwd?: string
  /** File to which its output is appended; without one it goes to this process's stderr. */
  readonly log?: string
  /** Gives it a message channel, by which it also notices the end of this process. */
  readonly channel?: boolean
}

/** The processes of the benchmark: none of them outlives this one, and the early end of one ends the benchmark. */
export class Programs {
  readonly canPin = [0, 1].every((core) => succeeds('taskset', '-c', String(core), 'true'))
  readonly #running = new Map<ChildProcess, Launch>()

  constructor() {
    process.on('exit', () => {
      for (const child of this.#running.keys()) child.kill('SIGKILL')
    })
  }

  start(launch: Launch): ChildProcess {
    const pinned = this.canPin && launch.core !== undefined
    const [file, ...args] = pinned
      ? (['taskset', '-c', String(launch.core), ...launch.command] as const)
      : launch.command
    const output = launch.log === undefined ? 2 : openSync(launch.log, 'a')
    const child = spawn(file, args, {
      cwd: launch.cwd,
      env: withoutRouterSettings(process.env),
      stdio: ['ignore', output, output, ...(launch.channel ? (['ipc'] as const) : [])],
      serialization: 'advanced',
    })
    if (output !== 2) closeSync(output)
    this.#running.set(child, launch)
    child.on('error', (error) => giveUp(launch, error.message))
    child.on('exit', (code, signal) => {
      if (this.#running.delete(child)) giveUp(launch, `ended early (${signal ?? code})`)
    })
    return child
  }

  /** Resolves when `url` answers 200. */
  async ready(child: ChildProcess, url: string): Promise<void> {
    const limit = performance.now() + READY_LIMIT_MS
    while (!(await answersOk(url))) {
      const launch = this.#running.get(child)
      if (launch && performance.now() > limit) giveUp(launch, `was not ready at ${url}`)
      await delay(READY_POLL_MS)
    }
  }

  /** Asks it to end, and makes it end when it takes too long. */
  async stop(child: ChildProcess): Promise<void> {
    if (!this.#running.delete(child)) return
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
    await gone
    clearTimeout(timer)
  }
}

function succeeds(file: string, ...args: readonly string[]): boolean {
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0
}

/** Settings of the caller's environment would make every machine measure another gateway. */
function withoutRouterSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('ROUTER_')))
}

async function answersOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

function giveUp({ name, log }: Launch, what: string): never {
  const tail = log === undefined ? '' : readFileSync(log, 'utf8').slice(-2_000)
  process.stderr.write(`${name} ${what}\n${tail}`)
  process.exit(1)
}
