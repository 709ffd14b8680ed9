import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/router.ts'
import { type RouterProcess, runRouter, scratchFolder } from '../support/router-process.ts'
import { eventually, type Simulator, startSimulator } from '../support/simulators.ts'
import { streamed } from '../support/streamed.ts'

const FILE = 'smarterrouter.yaml'
const SECRET = 'sk-reloaded-0123456789abcdef'

let home: Simulator
let attic: Simulator

beforeAll(async () => {
  home = await startSimulator('openai', {
    slots: 128,
    models: [{ name: 'at-home', speed: { decode: 40 } }],
  })
  attic = await startSimulator('ollama', { models: [{ name: 'in-attic:1b' }] })
})
afterAll(async () => {
  await home?.stop()
  await attic?.stop()
})

const LONG = [{ role: 'user', content: '[[tokens:160]]' }]

const atHome = (more = ''): string =>
  `backends:\n  - { name: home, kind: openai, url: '${home.url}'${more} }\n`
const inAttic = (): string => `  - { name: attic, kind: ollama, url: '${attic.url}' }\n`

interface Stage {
  readonly router: RouterProcess
  readonly url: string
  write(text: string): void
  /** Changes the file, asks for it to be read and waits for the line that says what came of it. */
  reload(text: string | undefined, line: RegExp): Promise<void>
}

async function stage(text: string): Promise<Stage> {
  const folder = scratchFolder({ [FILE]: text })
  const router = runRouter(['--port', '0'], { folder })
  const url = await router.address()
  await until(async () => (await fetch(`${url}/ready`)).ok)
  const write = (changed: string): void => writeFileSync(join(folder, FILE), changed)
  const reload = async (changed: string | undefined, line: RegExp): Promise<void> => {
    const before = router.wrote.stdout.length
    if (changed !== undefined) write(changed)
    router.child.kill('SIGHUP')
    await until(() => line.test(router.wrote.stdout.slice(before)))
  }
  return { router, url, write, reload }
}

function chat(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ messages: [{ role: 'user', content: '[[tokens:40]]' }], ...body }),
  })
}

async function chosen(url: string, model?: string): Promise<[number, string | null]> {
  const response = await chat(url, { model })
  await response.text()
  return [response.status, response.headers.get('x-router-backend')]
}

describe('a reload', () => {
  it('loses none of 64 streams, on a backend that changed and on one that is gone', async () => {
    const { url, reload } = await stage(atHome(', concurrency: 40'))
    const responses = Array.from({ length: 64 }, () => chat(url, { stream: true, messages: LONG }))
    await eventually(home, ({ open }) => open >= 40)
    await reload(atHome(', timeouts: { ttft: 30 }'), /configuration changed.*backends/)
    await reload(`backends:\n${inAttic()}`, /configuration changed.*backends/)
    expect(await chosen(url)).toEqual([200, 'attic'])
    const answers = await Promise.all(responses.map(async (response) => streamed(await response)))
    expect(answers.filter(({ done, code }) => !done || code !== undefined)).toEqual([])
    expect(answers.filter(({ content }) => content === '')).toEqual([])
    expect((await chosen(url, 'at-home'))[0]).toBe(404)
  })

  it('happens by itself when the file changes', async () => {
    const { url, write } = await stage(atHome())
    expect((await chosen(url, 'in-attic:1b'))[0]).toBe(404)
    write(atHome() + inAttic())
    await until(async () => (await chosen(url, 'in-attic:1b'))[0] === 200)
    expect(await chosen(url, 'at-home')).toEqual([200, 'home'])
  })

  it('changes keys without telling them to the log', async () => {
    const { router, url, reload } = await stage(atHome())
    await reload(`${atHome()}api_key: ${SECRET}\n`, /configuration changed.*api_key/)
    expect((await chat(url, {})).status).toBe(401)
    const authorization = `Bearer ${SECRET}`
    expect((await chat(url, {}, { authorization })).status).toBe(200)
    expect((await chat(url, { model: SECRET }, { authorization })).status).toBe(404)
    await until(() => /404/.test(router.wrote.stdout))
    expect(router.wrote.stdout).not.toContain(SECRET)
  })

  it('keeps what runs when the file is wrong or became a folder', async () => {
    const folder = scratchFolder({ [FILE]: atHome() })
    const router = runRouter(['--port', '0'], { folder })
    const url = await router.address()
    await until(async () => (await fetch(`${url}/ready`)).ok)
    writeFileSync(join(folder, FILE), 'backends: [{ name: home, kind: olama, url: here }]\n')
    await until(() => /stays as it was.*/.test(router.wrote.stdout))
    expect(router.wrote.stdout).toMatch(/olama.*ollama/s)
    expect(await chosen(url)).toEqual([200, 'home'])
    rmSync(join(folder, FILE))
    mkdirSync(join(folder, FILE))
    await until(() => /is a directory, not a file/.test(router.wrote.stdout))
    expect(await chosen(url)).toEqual([200, 'home'])
  })

  it('says what needs a restart, and when there is nothing new', async () => {
    const { url, reload } = await stage(atHome())
    await reload(`${atHome()}max_body_mb: 1\n`, /WARN .*needs a restart.*max_body_mb/)
    await reload(atHome(), /nothing to change/)
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })

  it('keeps the models of a backend that cannot be reached just then', async () => {
    const { url, reload } = await stage(atHome() + inAttic())
    await attic.kill()
    const changed = `${atHome()}  - { name: attic, kind: ollama, url: '${attic.url}', concurrency: 2 }\n`
    await reload(changed, /configuration changed/)
    expect((await chosen(url, 'in-attic:1b'))[0]).toBe(503)
  })
})
