import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Router, startRouter, until } from '../support/router.ts'
import { runRouter, scratchFolder } from '../support/router-process.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

const ADMIN_KEY = 'my-admin-key-1234'
const ESCAPE = '\u001b'

let simulator: Simulator
let router: Router
beforeAll(async () => {
  simulator = await startSimulator('llama.cpp', {
    models: [{ name: 'solo:7b', parameters: 7, talents: ['tools'], servedContext: 8192 }],
  })
  router = await startRouter({
    yaml: `backends: [{ name: box, kind: llama.cpp, url: '${simulator.url}' }]`,
    env: { ROUTER_ADMIN_API_KEY: ADMIN_KEY },
  })
  return async () => {
    await router.stop()
    await simulator.stop()
  }
})

/** The configuration of a user of that router: its address and key. */
function client(): Readonly<Record<string, string>> {
  return { ROUTER_PORT: new URL(router.url).port, ROUTER_ADMIN_API_KEY: ADMIN_KEY }
}

describe('status', () => {
  it('shows a running router by its configured address and key', async () => {
    const { code, stdout, stderr } = await runRouter(['status'], { env: client() }).ended
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/SmarterRouter 0\.0\.0-test at http.*: ready/)
    expect(stdout).toMatch(/^box +llama\.cpp +http\S+ +up +1 +0 +solo:7b$/m)
    expect(stdout).not.toContain(ESCAPE)
    const asJson = await runRouter(['status', '--json'], { env: client() }).ended
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      ready: true,
      in_flight: 0,
      backends: [{ name: 'box', up: true, loaded: ['solo:7b'] }],
    })
  })

  it('shows it again and again with --watch, until Ctrl-C', async () => {
    const watching = runRouter(['status', '--watch', '--url', `${router.url}/v1`], {
      env: client(),
    })
    await until(() => (watching.wrote.stdout.match(/Requests in flight/g)?.length ?? 0) > 1)
    watching.child.kill('SIGINT')
    expect(await watching.ended).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(watching.wrote.stdout).not.toContain(ESCAPE)
  })

  it('ends without a word when its reader leaves, as head does', async () => {
    const watching = runRouter(['status', '--watch'], { env: client() })
    await until(() => watching.wrote.stdout.includes('Requests in flight'))
    watching.child.stdout.destroy()
    expect(await watching.ended).toMatchObject({ code: 0, signal: null, stderr: '' })
    const explaining = runRouter(['config', 'explain'])
    explaining.child.stdout.destroy()
    expect(await explaining.ended).toMatchObject({ code: 0, signal: null, stderr: '' })
  })

  it.each([
    ['where nothing listens', ['--url', 'http://127.0.0.1:1'], /No router answers at .*npm start/],
    ['with no address', ['--url', 'somewhere'], /somewhere is no address/],
    ['with both', ['--watch', '--json'], /choose one/],
  ])('says what to do %s', async (_, flags, message) => {
    const { code, stdout, stderr } = await runRouter(['status', ...flags], { env: client() }).ended
    expect(code).toBe(1)
    expect(stdout + stderr).toMatch(message)
  })

  it('says that a key is wrong, and that it is no router', async () => {
    const env = { ...client(), ROUTER_ADMIN_API_KEY: 'another-key-1234' }
    const refused = await runRouter(['status'], { env }).ended
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/another admin key.*ROUTER_ADMIN_API_KEY/)
    const other = await runRouter(['status', '--url', simulator.url]).ended
    expect(other.stderr).toMatch(/is not SmarterRouter/)
  })
})

describe('models', () => {
  it('tells what is known of one of them', async () => {
    const { code, stdout, stderr } = await runRouter(['models', 'Solo:7b'], { env: client() }).ended
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^solo:7b: skill -?\d+\.\d\d \+-\d+\.\d\d/)
    expect(stdout).toMatch(/^code +\d+ % \+-\d+ % +its facts alone$/m)
    expect(stdout).toMatch(/^box +\? +\? +\? +8192 +tools \(reported\), json \(reported\)$/m)
    const asJson = await runRouter(['models', 'solo:7b', '--json'], { env: client() }).ended
    expect(JSON.parse(asJson.stdout)).toMatchObject({ name: 'solo:7b' })
    expect(await runRouter(['models', 'nope'], { env: client() }).ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no chat model "nope"'),
    })
  })

  const row = /^solo:7b +box +7B \S+ +\S+ GB +8192 +.*tools.* yes$/m

  it('lists what the running router knows', async () => {
    const { code, stdout, stderr } = await runRouter(['models'], { env: client() }).ended
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(row)
    expect(stdout).not.toContain(ESCAPE)
  })

  it('asks the backends where no router runs', async () => {
    const yaml = `port: 1\nbackends: [{ name: box, kind: llama.cpp, url: '${simulator.url}' }]\n`
    const folder = scratchFolder({ 'smarterrouter.yaml': yaml })
    const { code, stdout, stderr } = await runRouter(['models'], { folder }).ended
    expect(code).toBe(0)
    expect(stderr).toMatch(/No router is running/)
    expect(stdout).toMatch(row)
    const asJson = await runRouter(['models', '--json'], { folder }).ended
    expect(asJson.stderr).toBe('')
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      router: null,
      models: [{ model: 'solo:7b', served_context: 8192, loaded: true }],
    })
  })

  it('lets no name command the terminal, and names who does not answer', async () => {
    const evil = await startSimulator('openai', { models: [{ name: `a${ESCAPE}[2Jb` }] })
    onTestFinished(() => evil.stop())
    const yaml = `port: 1
backends:
  - { name: evil, kind: openai, url: '${evil.url}' }
  - { name: gone, kind: openai, url: 'http://127.0.0.1:1' }\n`
    const folder = scratchFolder({ 'smarterrouter.yaml': yaml })
    const port = Number(new URL(evil.url).port)
    const { stdout, stderr } = await runRouter(['models'], { folder, lonely: { [port]: port } })
      .ended
    expect(stdout).toContain('a?[2Jb')
    expect(stdout).not.toContain(ESCAPE)
    expect(stderr).toMatch(/No answer from: gone/)
  })
})
