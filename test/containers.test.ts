import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { schema } from '../src/config/schema.ts'
import { loadFromTexts } from './support/load-from-texts.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const defaults = loadFromTexts({}).settings

/** Every name that the router takes from the environment. */
const VARIABLES = new Set(
  [...schema.values()].flatMap(({ env, secret }) =>
    env === undefined ? [] : [env, ...(secret === true ? [`${env}_FILE`] : [])],
  ),
)
const routerVariables = (names: readonly string[]): string[] =>
  names.filter((name) => name.startsWith('ROUTER_'))

interface Instruction {
  readonly name: string
  readonly rest: string
}

/** Of a Dockerfile, with continued lines joined. */
const instructions: readonly Instruction[] = read('Dockerfile')
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [name = '', ...words] = line.split(' ')
    return { name, rest: words.join(' ') }
  })
const last = (name: string): string => instructions.findLast((one) => one.name === name)?.rest ?? ''
const commandOf = (name: string): readonly string[] =>
  JSON.parse(/\[.*\]/.exec(last(name))?.[0] ?? '[]')

const help = String(execFileSync(process.execPath, [join(root, 'src/main.ts'), '--help']))

/** Whether the command line knows a command, which its own help tells. */
function isCommand(name: string): boolean {
  return new RegExp(`^ {2}${name}\\b`, 'm').test(help)
}

describe('Dockerfile', () => {
  it('has two stages on a Node that the package takes, by a tag that names its line', () => {
    const images = instructions.filter(({ name }) => name === 'FROM').map(({ rest }) => rest)
    expect(images).toEqual(['node:24-slim AS packages', 'node:24-slim'])
    expect(JSON.parse(read('package.json')).engines.node).toBe('>=22.19.0')
  })

  it('ends as a user that is not root, by number', () => {
    expect(last('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    const after = instructions.slice(instructions.findIndex(({ name }) => name === 'USER') + 1)
    expect(after.filter(({ name }) => ['COPY', 'ADD', 'USER'].includes(name))).toEqual([])
  })

  it('copies what is there, and .dockerignore lets all of it through', () => {
    const copied = instructions
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1))
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const [first, ...kept] = read('.dockerignore')
      .split('\n')
      .filter((line) => /^[*!]/.test(line))
    expect(first).toBe('*')
    expect(
      kept
        .filter((line) => line.startsWith('!'))
        .map((line) => line.slice(1))
        .toSorted(),
    ).toEqual(copied.filter((path, at) => copied.indexOf(path) === at).toSorted())
  })

  it('exposes the default port, keeps what it writes in its volume, and sets only known variables', () => {
    expect(Number(last('EXPOSE'))).toBe(defaults.port)
    expect(last('VOLUME')).toBe('/data')
    const set = Object.fromEntries(
      [...last('ENV').matchAll(/(\w+)=(\S+)/g)].map(([, k, v]) => [k, v]),
    )
    expect(routerVariables(Object.keys(set)).filter((name) => !VARIABLES.has(name))).toEqual([])
    const { settings, warnings } = loadFromTexts({ env: { ...set, ROUTER_ADMIN_API_KEY: 'k' } })
    expect({ host: settings.host, path: settings.database.path, warnings }).toEqual({
      host: '0.0.0.0',
      path: '/data/router.db',
      warnings: [],
    })
  })

  it('serves, and checks itself with a command of its own', () => {
    expect(commandOf('ENTRYPOINT')).toEqual(['node', '/app/src/main.ts'])
    const [node, main, check = ''] = commandOf('HEALTHCHECK')
    expect([node, main]).toEqual(commandOf('ENTRYPOINT'))
    expect([...commandOf('CMD'), check].filter((name) => !isCommand(name))).toEqual([])
  })
})

describe('docker-compose.yml', () => {
  interface Service {
    readonly environment?: Readonly<Record<string, string>>
    readonly ports?: readonly string[]
    readonly volumes?: readonly string[]
    readonly depends_on?: Readonly<Record<string, unknown>>
    readonly healthcheck?: object
    readonly [key: string]: unknown
  }
  const compose = parse(read('docker-compose.yml')) as {
    readonly services: Readonly<Record<string, Service>>
    readonly volumes: object
  }
  const { services } = compose
  const environment = (name: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [
        key,
        String(value).replace(/^\$\{\w+:-(.*)\}$/, '$1'),
      ]),
    )
  const models = String(services['models']?.['command'])

  it('sets only variables that the router knows, to values that it takes', () => {
    const env = environment('router')
    expect(Object.keys(env).filter((name) => !VARIABLES.has(name))).toEqual([])
    const { settings, warnings, notUsedYet } = loadFromTexts({ env })
    expect({ warnings, notUsedYet }).toEqual({ warnings: [], notUsedYet: [] })
    expect(settings.backends).toMatchObject([
      { kind: 'ollama', url: 'http://ollama:11434', remote: false },
    ])
  })

  it('binds every port to this machine, and gives the admin endpoints no key that could leak', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? [])
    expect(ports).toContain(`127.0.0.1:${defaults.port}:${defaults.port}`)
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
    expect(Object.keys(environment('router'))).not.toContain('ROUTER_ADMIN_API_KEY')
  })

  it('wires Open WebUI to the router, with models that are fetched', () => {
    const env = environment('open-webui')
    const base = `http://router:${defaults.port}/v1`
    expect(env).toMatchObject({ OPENAI_API_BASE_URL: base, RAG_OPENAI_API_BASE_URL: base })
    expect([env['DEFAULT_MODELS'], env['TASK_MODEL_EXTERNAL']]).toEqual([
      defaults.names.external,
      defaults.names.external,
    ])
    const embedder = environment('router')['ROUTER_DEFAULT_EMBEDDING_MODEL']
    expect(env['RAG_EMBEDDING_MODEL']).toBe(embedder)
    expect(models).toContain(`ollama pull ${embedder}`)
  })

  it('names only services and volumes that are there, and checks each that stays', () => {
    const needed = Object.values(services).flatMap((service) =>
      Object.keys(service.depends_on ?? {}),
    )
    expect(needed.filter((name) => !(name in services))).toEqual([])
    const volumes = Object.values(services).flatMap((service) => service.volumes ?? [])
    const names = volumes.map((volume) => volume.split(':')[0] ?? '')
    expect(names.toSorted()).toEqual(Object.keys(compose.volumes).toSorted())
    const unchecked = Object.entries(services).filter(
      ([, { healthcheck, build, restart }]) =>
        healthcheck === undefined && build === undefined && restart === 'unless-stopped',
    )
    expect(unchecked).toEqual([])
  })

  it('holds the router to little, and gives it longer to stop than its answers need', () => {
    expect(services['router']).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
    expect(Number.parseInt(String(services['router']?.['stop_grace_period']), 10)).toBeGreaterThan(
      defaults.drainTimeout,
    )
  })
})

describe('deploy/smarterrouter.service', () => {
  const unit = read('deploy/smarterrouter.service')
  const values = (key: string): string[] =>
    [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  const env = Object.fromEntries(
    values('Environment').map((pair) => pair.split('=') as [string, string]),
  )

  it('sets only variables that the router knows, and writes only where it may', () => {
    expect(routerVariables(Object.keys(env)).filter((name) => !VARIABLES.has(name))).toEqual([])
    const files = { '/home/router/%d/admin_key': 'k' }
    const { settings } = loadFromTexts({ env, files })
    expect(settings.database.path).toBe(`/var/lib/${values('StateDirectory')[0]}/router.db`)
    expect(values('LoadCredential')[0]).toMatch(/^admin_key:/)
  })

  it('starts a file and a command that are there, and gives answers time to end', () => {
    const [, file = '', command = ''] =
      /\/opt\/smarterrouter\/(\S+) (\w+)$/.exec(values('ExecStart')[0] ?? '') ?? []
    expect(existsSync(join(root, file)) && isCommand(command)).toBe(true)
    expect(values('ExecReload')).toEqual(['/bin/kill -HUP $MAINPID'])
    expect(Number(values('TimeoutStopSec')[0])).toBeGreaterThan(defaults.drainTimeout)
  })

  it('is no root and keeps no privilege', () => {
    expect(values('DynamicUser')).toEqual(['yes'])
    expect(values('CapabilityBoundingSet')).toEqual([''])
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute/m)
  })
})

it('deploy/nginx.conf takes bodies as large and answers as long as the router does, by default', () => {
  const text = read('deploy/nginx.conf')
  const figure = (name: string): number => Number(new RegExp(`${name} (\\d+)`).exec(text)?.[1])
  expect(figure('client_max_body_size')).toBe(defaults.limits.bodyBytes / 2 ** 20)
  expect(figure('proxy_read_timeout')).toBeGreaterThan(defaults.timeouts.total)
  expect(text).toContain(`proxy_pass http://127.0.0.1:${defaults.port}`)
})
