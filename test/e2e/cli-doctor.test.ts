import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { until } from '../support/router.ts'
import {
  type ProcessOptions,
  type RouterProcess,
  runRouter,
  scratchFolder,
} from '../support/router-process.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

interface Finding {
  readonly about: string
  readonly state: string
  readonly text: string
  readonly remedy?: string
}

interface Diagnosis {
  readonly code: number | null
  readonly ok: boolean
  readonly findings: readonly Finding[]
  of(about: string): readonly Finding[]
}

async function diagnose(
  options: ProcessOptions,
  flags: readonly string[] = [],
): Promise<Diagnosis> {
  const run = await runRouter(['doctor', '--json', ...flags], options).ended
  expect(run.stderr).toBe('')
  const { ok, findings } = JSON.parse(run.stdout) as Pick<Diagnosis, 'ok' | 'findings'>
  const of = (about: string) => findings.filter((finding) => finding.about === about)
  return { code: run.code, ok, findings, of }
}

async function simulated(...args: Parameters<typeof startSimulator>): Promise<Simulator> {
  const simulator = await startSimulator(...args)
  onTestFinished(() => simulator.stop())
  return simulator
}

/** What a process may reach: these ports under their own numbers. */
function reach(...urls: readonly string[]): Readonly<Record<number, number>> {
  return Object.fromEntries(urls.map((url) => [new URL(url).port, Number(new URL(url).port)]))
}

async function listening(headers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(404, headers).end('{}')
  })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Settings for one backend. */
function backend(kind: string, url: string, more = ''): string {
  return `backends: [{ name: box, kind: ${kind}, url: '${url}'${more} }]\n`
}

async function startReady(
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<[RouterProcess, string]> {
  const router = runRouter(['--port', '0'], { env, folder })
  const url = await router.address()
  await until(async () => (await fetch(`${url}/ready`)).ok)
  return [router, url]
}

describe('doctor on an empty machine', () => {
  it('says on one screen that there is no model server and what to do, and leaves nothing', async () => {
    const folder = scratchFolder()
    const port = String(await freePort())
    const env = { ROUTER_PORT: port, PATH: '' }
    const { code, stdout, stderr } = await runRouter(['doctor'], { folder, lonely: true, env })
      .ended
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toMatch(/problem +backends .*11434/)
    expect(stdout).toMatch(/-> .*npm start -- demo/)
    expect(stdout).toMatch(new RegExp(`ok +port +127\\.0\\.0\\.1:${port} is free`))
    expect(stdout.split('\n').length).toBeLessThan(20)
    expect(stdout).not.toContain('\u001b')
    expect(readdirSync(folder)).toEqual([])
  })

  it('names a server that is installed, but stopped', async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'ollama'), '#!/bin/sh\n', { mode: 0o755 })
    const { code, of } = await diagnose({ lonely: true, env: { PATH: folder } })
    expect(code).toBe(1)
    expect(of('backends')).toMatchObject([
      {
        state: 'problem',
        text: expect.stringMatching(/Ollama is installed here, but not running/),
        remedy: expect.stringMatching(/^start it: ollama serve/),
      },
    ])
  })

  it('finds a server that runs at its usual port', async () => {
    const ollama = await simulated('ollama', {
      models: [{ name: 'tiny:1b', servedContext: 32_768 }],
    })
    const found = await diagnose({
      lonely: { 11434: Number(new URL(ollama.url).port) },
      env: { PATH: '' },
    })
    expect(found.of('backend ollama')).toMatchObject([
      { state: 'ok', text: expect.stringContaining('one model') },
    ])
  })
})

describe('doctor with a backend that cannot be used', () => {
  it('says how to start an Ollama that is stopped', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    const folder = scratchFolder({ 'smarterrouter.yaml': backend('ollama', url) })
    const { code, of } = await diagnose({ folder, lonely: true })
    expect(code).toBe(1)
    expect(of('backend box')).toMatchObject([
      {
        state: 'problem',
        text: expect.stringContaining('refused'),
        remedy: expect.stringMatching(/^start it: ollama serve/),
      },
    ])
  })

  it('finds it at the port where it really listens', async () => {
    const ollama = await simulated('ollama', { models: [{ name: 'tiny:1b' }] })
    const folder = scratchFolder({
      'smarterrouter.yaml': backend('ollama', 'http://127.0.0.1:11435'),
    })
    const { of } = await diagnose({ folder, lonely: { 11434: Number(new URL(ollama.url).port) } })
    expect(of('backend box')).toMatchObject([
      {
        state: 'problem',
        remedy: expect.stringContaining('answers at http://127.0.0.1:11434: set its url to that'),
      },
    ])
  })

  it.each([
    ['wants a key', ''],
    ['refuses its key', ', api_key: wrong-key-1234'],
  ])('says that it %s, without telling the key', async (text, key) => {
    const server = await simulated('openai', { apiKey: 'right-key-1234', models: [{ name: 'a' }] })
    const folder = scratchFolder({ 'smarterrouter.yaml': backend('openai', server.url, key) })
    const { code, of, findings } = await diagnose({ folder })
    expect(code).toBe(1)
    expect(of('backend box')).toMatchObject([
      {
        state: 'problem',
        text: expect.stringContaining(text),
        remedy: expect.stringContaining('api_key of box'),
      },
    ])
    expect(JSON.stringify(findings)).not.toContain('wrong-key')
  })

  it('says that it has no models, or is of another kind', async () => {
    const [empty, llama] = await Promise.all([
      simulated('ollama'),
      simulated('llama.cpp', { models: [{ name: 'a' }] }),
    ])
    const yaml = `backends:
  - { name: empty, kind: ollama, url: '${empty.url}' }
  - { name: other, kind: ollama, url: '${llama.url}' }\n`
    const { of } = await diagnose({ folder: scratchFolder({ 'smarterrouter.yaml': yaml }) })
    expect(of('backend empty')).toMatchObject([
      { state: 'problem', remedy: 'ollama pull llama3.2' },
    ])
    expect(of('backend other')).toMatchObject([
      { state: 'problem', remedy: 'set its kind to llama.cpp' },
    ])
  })

  it('says what it is before its key is blamed', async () => {
    const apiKey = 'right-key-1234'
    const server = await simulated('anthropic', { apiKey, models: [{ name: 'a' }] })
    const yaml = backend('openai', server.url, ', remote: true, api_key: wrong-key-1234')
    const { code, of } = await diagnose({ folder: scratchFolder({ 'smarterrouter.yaml': yaml }) })
    expect(code).toBe(1)
    expect(of('backend box')).toMatchObject([
      {
        state: 'problem',
        text: `${server.url} is an Anthropic API, and refuses its key`,
        remedy: expect.stringMatching(/^set its kind to anthropic; .*key into api_key of box/),
      },
    ])
  })

  it('says that its url may be wrong where there is no list', async () => {
    const url = await listening({})
    const yaml = backend('anthropic', `${url}/elsewhere`)
    const { of } = await diagnose({ folder: scratchFolder({ 'smarterrouter.yaml': yaml }) })
    expect(of('backend box')).toMatchObject([
      {
        state: 'problem',
        remedy: expect.stringMatching(/^check its url .*under its models:$/),
      },
    ])
  })

  it('takes the address of an endpoint for that of its server', async () => {
    const server = await simulated('anthropic', { models: [{ name: 'a' }] })
    const yaml = backend('anthropic', `${server.url}/v1/messages`)
    const { of } = await diagnose({ folder: scratchFolder({ 'smarterrouter.yaml': yaml }) })
    expect(of('backend box')).toMatchObject([{ state: 'ok' }])
  })

  it('tells which of its models are routed to, and which patterns fit none', async () => {
    const models = ['claude-sonnet-5', 'claude-opus-4-8', 'claude-haiku-4-5'].map((name) => ({
      name,
    }))
    const server = await simulated('anthropic', { models })
    const yaml = backend('anthropic', server.url, ', remote: true, models: [claude-sonet-5]')
    const { code, of } = await diagnose({ folder: scratchFolder({ 'smarterrouter.yaml': yaml }) })
    expect(code).toBe(0)
    expect(of('backend box')).toMatchObject([
      {
        state: 'ok',
        text: expect.stringMatching(
          /3 models, 0 of them routed to; the others by exact name only$/,
        ),
      },
      { state: 'warning', remedy: 'did you mean claude-sonnet-5?' },
      {
        state: 'warning',
        text: expect.stringMatching(/^clients that name claude-\S+ exactly reach it at box/),
      },
    ])
    const silent = `routed_names: []\n${backend('anthropic', server.url, ', remote: true')}`
    const unlisted = await diagnose({ folder: scratchFolder({ 'smarterrouter.yaml': silent }) })
    expect(unlisted.of('backend box')).toMatchObject([
      { state: 'warning', remedy: expect.stringContaining('under its models:') },
    ])
  })

  it('warns of short contexts and of clocks that differ, which is no failure', async () => {
    const models = [{ name: 'short:1b', servedContext: 4096, trainedContext: 32_768 }]
    const [ollama, skewed] = await Promise.all([
      simulated('llama.cpp', { models }),
      listening({ date: new Date(Date.now() - 600_000).toUTCString() }),
    ])
    const yaml = `backends:
  - { name: short, kind: llama.cpp, url: '${ollama.url}' }
  - { name: late, kind: openai, url: '${skewed}', models: [one] }\n`
    const { code, ok, of } = await diagnose({
      folder: scratchFolder({ 'smarterrouter.yaml': yaml }),
    })
    expect([code, ok]).toEqual([0, true])
    expect(of('context')).toMatchObject([
      {
        state: 'warning',
        text: expect.stringContaining('short:1b (4096)'),
        remedy: expect.stringContaining('-c 16384'),
      },
    ])
    expect(of('clock')).toMatchObject([
      { state: 'warning', text: expect.stringMatching(/(599|60\d) s ahead of that of late/) },
    ])
  })
})

describe('doctor on the router itself', () => {
  it('names what is wrong with the configuration', async () => {
    const folder = scratchFolder({ 'smarterrouter.yaml': 'prot: 1\nport: abc\n' })
    const { code, of } = await diagnose({ folder })
    expect(code).toBe(1)
    expect(of('configuration').map(({ text }) => text)).toEqual([
      expect.stringMatching(/smarterrouter\.yaml:1:1: prot.*port/),
      expect.stringMatching(/smarterrouter\.yaml:2:7: port = abc/),
    ])
  })

  it.each(['doctor', 'config check'])('%s tells of a key that no backend uses', async (command) => {
    const env = { ROUTER_ANTHROPIC_API_KEY: 'sk-ant-lonely-1234', PATH: '' }
    const { stdout } = await runRouter([...command.split(' '), '--json'], { lonely: true, env })
      .ended
    const { findings } = JSON.parse(stdout) as Pick<Diagnosis, 'findings'>
    expect(findings).toContainEqual(
      expect.objectContaining({
        ...{ about: 'configuration', state: 'warning' },
        text: expect.stringMatching(/^ROUTER_ANTHROPIC_API_KEY is set, but no backend uses it/),
      }),
    )
    expect(stdout).not.toContain('sk-ant-lonely')
  })

  it('says who has taken its port', async () => {
    const taken = await listening({ server: 'Other/1.0' })
    const env = { ROUTER_PORT: new URL(taken).port }
    const { code, of } = await diagnose({ lonely: reach(taken), env })
    expect(code).toBe(1)
    expect(of('port')).toMatchObject([
      {
        state: 'problem',
        text: expect.stringContaining('Other/1.0'),
        remedy: expect.stringContaining('--port'),
      },
    ])
  })

  it('finds the router that runs, and a second one on its database', async () => {
    const server = await simulated('openai', { models: [{ name: 'a' }] })
    const folder = scratchFolder({ 'smarterrouter.yaml': backend('openai', server.url) })
    const [, url] = await startReady({}, folder)
    const own = await diagnose({ folder, env: { ROUTER_PORT: new URL(url).port } })
    expect(own.code).toBe(0)
    expect(own.of('port')).toMatchObject([
      { state: 'ok', text: expect.stringContaining('is running there') },
    ])
    expect(own.of('database')).toMatchObject([{ state: 'ok' }])
    const second = await diagnose({ folder, env: { ROUTER_PORT: String(await freePort()) } })
    expect(second.code).toBe(1)
    expect(second.of('database')).toMatchObject([
      {
        state: 'problem',
        text: expect.stringContaining('another running SmarterRouter'),
        remedy: expect.stringContaining('ROUTER_DATABASE_URL'),
      },
    ])
  })

  it('names a database that is not ours, and a router open to everybody', async () => {
    const folder = scratchFolder({ 'mine.db': 'my diary\n' })
    const env = { ROUTER_DATABASE_URL: 'sqlite:///mine.db', ROUTER_HOST: '0.0.0.0' }
    const { of } = await diagnose({ folder, lonely: true, env })
    expect(of('database')).toMatchObject([
      { state: 'problem', text: expect.stringContaining('mine.db') },
    ])
    expect(of('access')).toMatchObject([
      { state: 'warning', remedy: expect.stringContaining('ROUTER_API_KEY') },
      { state: 'warning', remedy: expect.stringContaining('ROUTER_ADMIN_API_KEY') },
    ])
  })

  it.skipIf(process.getuid?.() === 0)('names a folder that may not be written', async () => {
    const folder = scratchFolder()
    mkdirSync(join(folder, 'data'))
    chmodSync(join(folder, 'data'), 0o500)
    const { of } = await diagnose({ folder, lonely: true })
    expect(of('database')).toMatchObject([
      { state: 'problem', text: expect.stringContaining('may not write') },
    ])
  })
})
