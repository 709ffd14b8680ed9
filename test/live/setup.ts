import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parts } from './parts/index.ts'
import { LLAMA_BUILD } from './parts/llama.ts'
import { missingOf, type Part } from './parts/part.ts'
import { type RealServer, type ServerRecipe, startServer } from './support/real-server.ts'
import { embedRecipe, llamaRecipe, ollamaRecipe, routerRecipe } from './support/recipes.ts'
import { runner } from './support/run.ts'
import { type ServerName, STAGE_VARIABLE, type Stage, type StagedServer } from './support/stage.ts'

/** Not below node_modules, which every change of the dependencies sweeps away. */
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'smarterrouter-live')
const running: RealServer[] = []

/** The servers that are shared by all tests, and the part that each is made of. */
const SERVERS: readonly (readonly [ServerName, Part['name'], (folder: string) => ServerRecipe])[] =
  [
    ['ollama', 'ollama', ollamaRecipe],
    ['llama', 'llama', llamaRecipe],
    ['embed', 'llama', embedRecipe],
    ['router', 'router', routerRecipe],
  ]

/** Sets up what is not there yet, starts the real servers and tells the tests and the contract suite where they are. */
export async function setup(): Promise<void> {
  const folder = resolve(process.env['SMARTERROUTER_LIVE_DIR'] ?? CACHE)
  mkdirSync(folder, { recursive: true })
  const absent = await setUpParts(folder)
  const servers: Partial<Record<ServerName, StagedServer>> = {}
  const missing: Partial<Record<ServerName, string>> = {}
  for (const [name, part, recipe] of SERVERS) {
    const reason = absent.get('models') ?? absent.get(part)
    const started = reason ?? (await start(folder, recipe))
    if (typeof started === 'string') missing[name] = started
    else servers[name] = started
  }
  for (const reason of new Set(Object.values(missing))) {
    const names = Object.keys(missing).filter((name) => missing[name as ServerName] === reason)
    say(`skipped: ${names.join(', ')}: ${reason}`)
  }
  const stage: Stage = { folder, servers, missing }
  process.env[STAGE_VARIABLE] = JSON.stringify(stage)
  tellContractSuite(servers)
}

/** Stops every server. */
export async function teardown(): Promise<void> {
  await Promise.all(running.map((server) => server.stop()))
}

async function setUpParts(folder: string): Promise<ReadonlyMap<Part['name'], string>> {
  const wanted = process.env['SMARTERROUTER_LIVE_PARTS']?.split(',')
  const absent = new Map<Part['name'], string>()
  for (const part of parts) {
    const skip = wanted !== undefined && !wanted.includes(part.name)
    const reason = skip ? 'not in SMARTERROUTER_LIVE_PARTS' : await setUp(part, folder)
    if (reason !== undefined) absent.set(part.name, reason)
  }
  return absent
}

/** Why a part cannot be had, or undefined when it is there. */
async function setUp(part: Part, folder: string): Promise<string | undefined> {
  if (part.isThere(folder)) return undefined
  const lacking = missingOf(part.needs)
  if (lacking.length > 0) return `${lacking.join(' and ')} not found`
  say(`setting up ${part.title}`)
  const began = performance.now()
  try {
    await part.install(folder, runner(join(folder, `${part.name}.log`)))
  } catch (error) {
    return (error as Error).message
  }
  say(`${part.name} is ready after ${Math.round((performance.now() - began) / 1000)} s`)
  return undefined
}

/** A server that runs, or why it does not. */
async function start(
  folder: string,
  recipe: (folder: string) => ServerRecipe,
): Promise<StagedServer | string> {
  try {
    const server = await startServer(folder, recipe(folder))
    running.push(server)
    return { url: server.url, version: await versionOf(server.url) }
  } catch (error) {
    return (error as Error).message.replaceAll('\n', ' ')
  }
}

async function versionOf(url: string): Promise<string> {
  const ask = async (path: string): Promise<Record<string, unknown>> => {
    const response = await fetch(url + path)
    return response.ok ? ((await response.json()) as Record<string, unknown>) : {}
  }
  const { version } = await ask('/api/version')
  const { build_info: build = '' } = await ask('/props')
  // The packaged server does not know its own number.
  return String(version ?? String(build).replace(/^b0\b.*/, LLAMA_BUILD)).replace(/-unknown$/, '')
}

function tellContractSuite({ ollama, llama, router }: Stage['servers']): void {
  const addresses = {
    REAL_OLLAMA_URL: ollama,
    REAL_LLAMA_SERVER: llama,
    REAL_LLAMA_ROUTER: router,
    REAL_OPENAI_API: ollama,
    REAL_ANTHROPIC_API: ollama,
  }
  for (const [name, server] of Object.entries(addresses)) {
    if (server !== undefined) process.env[name] ??= server.url
  }
}

function say(text: string): void {
  process.stderr.write(`live: ${text}\n`)
}
