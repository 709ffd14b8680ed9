import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { json, until } from '../../support/router.ts'
import { startGuarded } from './guarded.ts'

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url))

export interface LiveBackend {
  readonly name: string
  readonly kind: string
  readonly url: string
}

interface AdminBackend {
  readonly name: string
  readonly up: boolean
}

/** The router in a process of its own, in front of real servers. */
export interface LiveRouter {
  readonly url: string
  chat(body: object, signal?: AbortSignal): Promise<Response>
  embed(body: object): Promise<Response>
  /** To a path below the router's address. */
  post(path: string, body: object, signal?: AbortSignal): Promise<Response>
  /** Resolves when the router has seen this backend up, or down. */
  sees(name: string, up: boolean): Promise<void>
  stop(): Promise<void>
}

/** The router looks at its backends this often, in seconds. */
const POLLING = '1'
const PATIENCE_MS = 60_000

/** Starts a router with these backends, and waits until all of them are up. */
export async function startLiveRouter(
  backends: readonly LiveBackend[],
  env: Readonly<Record<string, string>> = {},
): Promise<LiveRouter> {
  const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-live-'))
  writeFileSync(join(folder, 'smarterrouter.yaml'), JSON.stringify({ backends }))
  const router = await startGuarded({
    command: [process.execPath, MAIN, '--port', '0'],
    log: join(folder, 'router.log'),
    env: {
      ROUTER_POLLING_INTERVAL: POLLING,
      ROUTER_PROFILING_ENABLED: 'false',
      ROUTER_BENCHMARKS_ENABLED: 'false',
      ...env,
    },
    cwd: folder,
  })
  let url = ''
  await until(() => {
    url = /listening address=(\S+)/.exec(router.wrote())?.[1] ?? ''
    if (!router.running()) throw new Error(router.wrote())
    return url !== ''
  }, PATIENCE_MS)
  const post = (path: string, body: object, signal?: AbortSignal) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })
  const seen = async () => json<{ backends: AdminBackend[] }>(await fetch(`${url}/admin/backends`))
  const live: LiveRouter = {
    url,
    chat: (body, signal) => post('/v1/chat/completions', body, signal),
    embed: (body) => post('/v1/embeddings', body),
    post,
    sees: (name, up) =>
      until(async () => {
        const found = (await seen()).backends.find((backend) => backend.name === name)
        return found?.up === up
      }, PATIENCE_MS),
    async stop() {
      await router.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  for (const { name } of backends) await live.sees(name, true)
  return live
}
