import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Agent, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type ErrorBody, eventsOf, until } from '../support/router.ts'
import { type RouterProcess, runRouter, scratchFolder } from '../support/router-process.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

/** No test waits for a process that hangs. */
const IN_TIME_MS = 8_000
const HEAD_OF_CHAT =
  'POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'
/** Signals that come closer together than this are one. */
const SAME_SIGNAL_MS = 1_000

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { readonly version: string }

let simulator: Simulator
let backendEnv: Readonly<Record<string, string>>

beforeAll(async () => {
  simulator = await startSimulator('openai', {
    slots: 4,
    models: [{ name: 'steady', speed: { decode: 25 } }],
  })
  backendEnv = { ROUTER_PROVIDER: 'openai', ROUTER_OPENAI_BASE_URL: simulator.url }
})
beforeEach(() => simulator.control({ speed: 1 }))
afterAll(() => simulator?.stop())

interface Reply {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** One connection that stays open between requests. */
function connection(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  return agent
}

async function begin(url: string, agent: Agent, body?: object): Promise<IncomingMessage> {
  const method = body === undefined ? 'GET' : 'POST'
  const sent = request(url, { agent, method, headers: { 'content-type': 'application/json' } })
  sent.end(body === undefined ? undefined : JSON.stringify(body))
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return response
}

async function ask(url: string, agent: Agent, body?: object): Promise<Reply> {
  const response = await begin(url, agent, body)
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

function chat(tokens: number): object {
  return { stream: true, messages: [{ role: 'user', content: `[[tokens:${tokens}]]` }] }
}

/** A router with one usable backend. */
async function startReady(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly router: RouterProcess; readonly url: string }> {
  const router = runRouter(['--port', '0', ...args], { env: { ...backendEnv, ...env } })
  const url = await router.address()
  await until(async () => (await fetch(`${url}/ready`)).ok)
  return { router, url }
}

/** A router with an answer under way, of which the first piece has arrived. */
async function startStreaming(tokens: number): Promise<{
  readonly router: RouterProcess
  readonly url: string
  readonly stream: IncomingMessage
}> {
  const { router, url } = await startReady()
  const stream = await begin(`${url}/v1/chat/completions`, connection(), chat(tokens))
  await once(stream, 'readable')
  return { router, url, stream }
}

/** How the process ends, if it does in time. */
async function endOf({ ended, wrote }: RouterProcess): RouterProcess['ended'] {
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`It still runs: ${wrote.stdout}${wrote.stderr}`))
    setTimeout(fail, IN_TIME_MS).unref()
  })
  return Promise.race([ended, late])
}

describe('the command line', () => {
  it('tells its commands and its version', async () => {
    const help = await runRouter(['--help']).ended
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toMatch(/Usage: smarterrouter .*serve \[options\]/s)
    const options = await runRouter(['serve', '--help']).ended
    for (const flag of ['--config', '--host', '--port']) expect(options.stdout).toContain(flag)
    expect(await runRouter(['--version']).ended).toMatchObject({ code: 0, stdout: `${version}\n` })
  })

  it.each([[[]], [['serve']]])('serves, with %j before the flags', async (command) => {
    const folder = scratchFolder({ 'my.yaml': 'port: 1\nexternal_model_name: mine/own\n' })
    const flags = ['--config', 'my.yaml', '--host', '127.0.0.2', '--port', '0']
    const router = runRouter([...command, ...flags], { folder, env: backendEnv })
    const url = await router.address()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.2:\d{2,}$/)
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({
      data: [{ id: 'mine/own' }],
    })
    expect(existsSync(join(folder, 'data', 'router.db'))).toBe(true)
  })

  it('refuses a flag that it does not know, and names the nearest', async () => {
    const refused = await runRouter(['--prot', '1']).ended
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/--prot.*--port/s)
  })
})

describe('a start that cannot be', () => {
  it('names everything that is wrong with the configuration, and starts nothing', async () => {
    const yaml = 'port: abc\nbackend: []\nbackends: [{ name: a, kind: olama, url: nowhere }]\n'
    const folder = scratchFolder({ 'smarterrouter.yaml': yaml })
    const { code, stdout, stderr } = await endOf(
      runRouter(['--host', ':::'], { folder, env: { ROUTER_LOG_LEVEL: 'loud' } }),
    )
    expect([code, stdout]).toEqual([2, ''])
    const wrong = [
      'smarterrouter.yaml:1:7: port = abc',
      'smarterrouter.yaml:2:1: backend:.*backends',
      'smarterrouter.yaml:3:\\d+: backends\\[0\\].kind = olama.*ollama',
      'smarterrouter.yaml:3:\\d+: backends\\[0\\].url = nowhere',
      'ROUTER_LOG_LEVEL: .*loud',
      '--host: .*:::',
    ]
    for (const problem of wrong) expect(stderr).toMatch(new RegExp(problem))
    expect(stderr.trim().split('\n')).toHaveLength(wrong.length + 1)
    expect(readdirSync(folder)).toEqual(['smarterrouter.yaml'])
  })

  it.each([
    ['is empty', () => Buffer.alloc(0)],
    ['is another program’s', foreignDatabase],
    ['is no database', () => Buffer.from('my diary\n')],
  ])('names a database that %s, and leaves it untouched', async (_, make) => {
    const content = make()
    const folder = scratchFolder({ 'mine.db': content })
    const { code, stdout, stderr } = await endOf(
      runRouter(['--port', '0'], { folder, env: { ROUTER_DATABASE_URL: 'sqlite:///mine.db' } }),
    )
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(join(folder, 'mine.db'))])
    expect(readFileSync(join(folder, 'mine.db'))).toEqual(content)
    expect(readdirSync(folder)).toEqual(['mine.db'])
  })

  it('leaves a database alone that another router uses', async () => {
    const folder = scratchFolder()
    const first = runRouter(['--port', '0'], { folder, env: backendEnv })
    const url = await first.address()
    const second = await endOf(runRouter(['--port', '0'], { folder, env: backendEnv }))
    expect([second.code, second.stdout]).toEqual([4, ''])
    expect(second.stderr).toMatch(/router\.db is in use by another running SmarterRouter/)
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })

  it('says that its port is taken, and gives the database back', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const folder = scratchFolder()
    const refused = await endOf(runRouter(['--port', String(port)], { folder, env: backendEnv }))
    expect(refused.code).toBe(4)
    expect(refused.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(new RegExp(`127\\.0\\.0\\.1:${port} .*--port`)),
    ])
    await runRouter(['--port', '0'], { folder, env: backendEnv }).address()
  })
})

describe('warnings', () => {
  it('name what is misspelt or risky, and what comes later, and keep nothing from starting', async () => {
    const env = {
      ...backendEnv,
      ROUTER_PROT: '1',
      ROUTER_HOST: '0.0.0.0',
      ROUTER_CACHE_ENABLED: 'false',
    }
    const router = runRouter(['--port', '0'], { env })
    await router.address()
    const { stdout } = router.wrote
    expect(stdout).toMatch(/WARN .*ROUTER_PROT .*ROUTER_PORT/)
    expect(stdout).toMatch(/WARN .*0\.0\.0\.0 .*ROUTER_ADMIN_API_KEY/)
    expect(stdout).toMatch(/WARN .*not used yet.*ROUTER_CACHE_ENABLED/)
  })
})

describe('a machine without model servers', () => {
  it('gets a router that says what to do next', async () => {
    const router = runRouter(['--port', '0'], { lonely: true })
    const url = await router.address()
    const steps = /Start a model server.*smarterrouter\.yaml/
    await until(() => steps.test(router.wrote.stdout))
    const refused = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }] }),
    })
    const { error } = (await refused.json()) as ErrorBody
    expect([refused.status, error.code]).toEqual([503, 'no_backends'])
    expect(error.message).toMatch(steps)
    expect((await fetch(`${url}/ready`)).status).toBe(503)
    const page = await fetch(url, { headers: { accept: 'text/html' } })
    expect(await page.text()).toMatch(/Start a model server/)
  })
})

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('ends an idle router at once, open connections or not', async () => {
    const { router, url } = await startReady()
    const idle = connection()
    await ask(`${url}/health`, idle)
    const since = performance.now()
    router.child.kill(signal)
    expect(await endOf(router)).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(performance.now() - since).toBeLessThan(4_000)
  })

  it.each([
    ['that never spoke', ''],
    ['with half a head', 'GET /health HTTP/1.1\r\nhost:'],
    ['with half a body', `${HEAD_OF_CHAT}content-length: 100\r\n\r\n{`],
    ['that spoke no HTTP', 'HELLO\r\n\r\n'],
  ])('waits for no connection %s', async (_, bytes) => {
    const { router, url } = await startReady()
    const port = Number(new URL(url).port)
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    onTestFinished(() => void socket.destroy())
    socket.resume().on('error', () => undefined)
    await once(socket, 'connect')
    socket.write(bytes)
    await fetch(`${url}/health`)
    const since = performance.now()
    router.child.kill(signal)
    expect(await endOf(router)).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(performance.now() - since).toBeLessThan(4_000)
  })

  it('lets an answer under way end whole, and refuses new requests meanwhile', async () => {
    const { router, url, stream } = await startStreaming(500)
    const open = connection()
    expect((await ask(`${url}/ready`, open)).status).toBe(200)
    router.child.kill(signal)
    await until(() => router.wrote.stdout.includes('stopping'))
    expect((await ask(`${url}/ready`, open)).status).toBe(503)
    for (const agent of [open, connection()]) {
      const refused = await ask(`${url}/v1/chat/completions`, agent, chat(1))
      expect(refused).toMatchObject({ status: 503, headers: { connection: 'close' } })
      expect(JSON.parse(refused.body)).toMatchObject({ error: { code: 'draining' } })
    }
    await simulator.control({ speed: 1e6 })
    const events = eventsOf(await text(stream))
    expect(events.at(-1)).toBe('[DONE]')
    expect(JSON.stringify(events)).toContain('word500')
    expect(await endOf(router)).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(router.wrote.stdout).toContain('/v1/chat/completions 200')
    expect(router.wrote.stdout).not.toContain('outcome=')
  })
})

describe('stopping', () => {
  it('takes a signal that comes twice for one, and a later one for an order', async () => {
    const { router, url, stream } = await startStreaming(2_000)
    stream.on('error', () => undefined).resume()
    router.child.kill('SIGTERM')
    await until(() => router.wrote.stdout.includes('stopping'))
    router.child.kill('SIGINT')
    const since = performance.now()
    await until(() => performance.now() - since > SAME_SIGNAL_MS)
    expect((await fetch(`${url}/health`)).status).toBe(200)
    router.child.kill('SIGTERM')
    expect(await endOf(router)).toMatchObject({ code: 1 })
  })

  it.each([
    ['refuses the next on its connection', true],
    ['waits for no next one', false],
  ])('answers a request that has begun to arrive, and %s', async (_, again) => {
    const { router, url } = await startReady()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const heard = text(socket)
    const body = JSON.stringify({ messages: [{ role: 'user', content: '[[say:all there]]' }] })
    const head = `${HEAD_OF_CHAT}content-length: ${body.length}\r\n\r\n`
    socket.write(head + body.slice(0, 10))
    await fetch(`${url}/health`)
    router.child.kill('SIGTERM')
    await until(async () => !(await fetch(url).catch(() => ({ ok: false }))).ok)
    socket.write(body.slice(10) + (again ? head + body : ''))
    const [, first = '', second] = (await heard).split('HTTP/1.1 ')
    expect(first).toMatch(/^200 .*all there/s)
    if (again) expect(second).toMatch(/^503 .*"code":"draining"/s)
    expect(await endOf(router)).toMatchObject({ code: 0 })
  })

  it('waits no longer than it was told to', async () => {
    const { router, url } = await startReady([], { ROUTER_DRAIN_TIMEOUT: '0.3' })
    const stream = await begin(`${url}/v1/chat/completions`, connection(), chat(2_000))
    const broken = once(stream.resume(), 'error')
    router.child.kill('SIGTERM')
    expect(await endOf(router)).toMatchObject({ code: 0 })
    expect((await broken)[0]).toMatchObject({ code: 'ECONNRESET' })
  })

  it('does not need anybody to read what it writes', async () => {
    const { router, url } = await startReady()
    router.child.stdout.destroy()
    router.child.stderr.destroy()
    for (let round = 0; round < 3; round++) {
      const answer = await ask(`${url}/v1/chat/completions`, connection(), chat(2))
      expect(eventsOf(answer.body).at(-1)).toBe('[DONE]')
    }
    router.child.kill('SIGTERM')
    expect(await endOf(router)).toMatchObject({ code: 0 })
  })
})

function foreignDatabase(): Buffer {
  const database = new DatabaseSync(':memory:')
  const file = join(scratchFolder(), 'other.db')
  database.exec(`create table notes (text); vacuum into '${file}'`)
  database.close()
  return readFileSync(file)
}
