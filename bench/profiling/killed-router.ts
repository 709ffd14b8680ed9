import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** A router in a process of its own, which is killed and started again over the same database. */
export class KilledRouter {
  readonly #folder: string
  #child: ChildProcess | undefined
  #url = ''

  constructor(folder: string, yaml: string) {
    this.#folder = folder
    writeFileSync(join(folder, 'smarterrouter.yaml'), yaml)
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN, '--port', '0'], {
      cwd: this.#folder,
      env: {
        PATH: process.env['PATH'],
        ROUTER_PROFILING_ENABLED: 'false',
        ROUTER_BENCHMARKS_ENABLED: 'false',
        ROUTER_DATABASE_URL: `sqlite:///${join(this.#folder, 'router.db')}`,
        ROUTER_PROFILE_PROMPTS_PER_CATEGORY: '20',
        ROUTER_PROFILE_TIMEOUT: '600',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#child = child
    this.#url = await addressOf(child)
    while (!(await fetch(`${this.#url}/ready`)).ok) await sleep(50)
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.#url}${path}`)).json()) as T
  }

  async post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' }
    await fetch(`${this.#url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /** What is found out by now, as `placement item` with its value. */
  findings(): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
    const database = new DatabaseSync(join(this.#folder, 'router.db'), { readOnly: true })
    const rows = database.prepare('select placement, item, value from findings').all()
    database.close()
    return new Map(
      rows.map((row) => [`${row['placement']} ${row['item']}`, JSON.parse(String(row['value']))]),
    )
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let wrote = ''
  for await (const chunk of child.stdout ?? []) {
    wrote += String(chunk)
    const address = /listening address=(\S+)/.exec(wrote)?.[1]
    if (address !== undefined) {
      child.stdout?.resume()
      return address
    }
  }
  throw new Error(`The router did not start: ${wrote}`)
}
