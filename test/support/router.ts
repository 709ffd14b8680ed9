import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { createGateway } from '../../src/gateway.ts'
import { loadFromTexts } from './load-from-texts.ts'

/** A router that runs inside the test. */
export interface Router {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  /** Everything logged so far. */
  logged(): string
  /** Resolves when the condition holds for `/ready`, which is asked again and again. */
  ready(): Promise<void>
  chat(body: object, headers?: Record<string, string>): Promise<Response>
  embed(body: object, headers?: Record<string, string>): Promise<Response>
  post(path: string, body: object, headers?: Record<string, string>): Promise<Response>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  stop(): Promise<void>
}

export interface RouterOptions {
  /** smarterrouter.yaml, without `port` and `database`. */
  readonly yaml?: string
  readonly env?: Readonly<Record<string, string>>
  /** False: do not wait until a backend is usable. */
  readonly waitUntilReady?: boolean
}

/** Starts a router on a free port, with a database of its own. */
export async function startRouter({
  yaml = '',
  env = {},
  waitUntilReady = true,
}: RouterOptions): Promise<Router> {
  const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-test-'))
  const { settings } = loadFromTexts({
    yaml,
    env: {
      ROUTER_PORT: '0',
      ROUTER_PROFILING_ENABLED: 'false',
      ROUTER_BENCHMARKS_ENABLED: 'false',
      ROUTER_DATABASE_URL: `sqlite:///${join(folder, 'router.db')}`,
      ...env,
    },
  })
  let logged = ''
  const logTo = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  })
  const gateway = await createGateway({ settings, version: '0.0.0-test', logTo })
  const url = await gateway.start()
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const router: Router = {
    url,
    logged: () => logged,
    async ready() {
      await until(async () => (await fetch(`${url}/ready`)).ok)
    },
    chat: (body, headers) => post('/v1/chat/completions', body, headers),
    embed: (body, headers) => post('/v1/embeddings', body, headers),
    post,
    get: (path, headers = {}) => fetch(`${url}${path}`, { headers }),
    async stop() {
      await gateway.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  if (waitUntilReady) await router.ready()
  return router
}

/** Waits until the condition holds; fails after `timeoutMs`. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It did not happen in time.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** The data of each server-sent event in a body; `[DONE]` as it is. */
export function eventsOf(body: string): unknown[] {
  return body
    .split('\n\n')
    .map((frame) =>
      frame
        .split('\n')
        .filter((line) => line.startsWith('data: '))
        .map((line) => line.slice(6))
        .join('\n'),
    )
    .filter((data) => data !== '')
    .map((data) => (data === '[DONE]' ? data : JSON.parse(data)))
}

/** The body of a response as the test expects it to be. */
export async function json<T>(response: Response): Promise<T> {
  return (await response.json()) as T
}

export interface ChatBody {
  readonly id: string
  readonly model: string
  readonly choices: readonly {
    readonly message: Readonly<Record<string, unknown>>
    readonly finish_reason: string
  }[]
  readonly usage: Readonly<Record<'prompt_tokens' | 'completion_tokens' | 'total_tokens', number>>
}

export interface ErrorBody {
  readonly error: {
    readonly message: string
    readonly type: string
    readonly param: string | null
    readonly code: string
  }
}
