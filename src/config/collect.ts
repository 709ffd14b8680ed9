import { resolve } from 'node:path'
import type { Problem } from './config-error.ts'
import { parseDotenv } from './dotenv.ts'
import type { Given } from './given.ts'
import { isBlank, valueAt } from './given.ts'
import type { ReadFile } from './read-text.ts'
import { readText } from './read-text.ts'
import type { Values } from './schema.ts'
import { readVariables } from './variables.ts'
import { readYaml } from './yaml-file.ts'

/** Where configuration is looked for. */
export interface Origins {
  /** By path, as the command line gives them. */
  readonly flags: { readonly [P in keyof Values]?: unknown }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly readFile: ReadFile
}

export interface Collected {
  /** The weakest source first. */
  readonly given: readonly Given[]
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
}

/** The file that is read when none is named. */
const DEFAULT_FILE = 'smarterrouter.yaml'

const NOTHING: Collected = { given: [], problems: [], warnings: [] }

/** Reads the file, `.env`, the environment and the flags, without checking any value. */
export function collect(origins: Origins): Collected {
  const { env, cwd, readFile } = origins
  const dotenv = collectDotenv(origins)
  const environment = readVariables({ variables: env, source: 'environment', cwd, readFile })
  const flags: Collected = { ...NOTHING, given: flagsGiven(origins.flags) }
  const named = [...dotenv.given, ...environment.given, ...flags.given].findLast(
    ({ path }) => path === 'config',
  )
  const file = collectFile(named, { ...dotenv.variables, ...env }, origins)
  const all = [file, dotenv, environment, flags]
  return {
    given: all.flatMap(({ given }) => given),
    problems: all.flatMap(({ problems }) => problems),
    warnings: all.flatMap(({ warnings }) => warnings),
  }
}

type Variables = Origins['env']

function collectDotenv({ cwd, readFile }: Origins): Collected & { readonly variables: Variables } {
  const read = readText(resolve(cwd, '.env'), readFile)
  if (read.text === undefined) {
    const problems = read.missing ? [] : [{ path: '', reason: read.reason, where: '.env' }]
    return { ...NOTHING, problems, variables: {} }
  }
  const { variables, warnings } = parseDotenv(read.text)
  const found = readVariables({ variables, source: '.env', cwd, readFile })
  return { ...found, warnings: [...warnings, ...found.warnings], variables }
}

function collectFile(named: Given | undefined, variables: Variables, origins: Origins): Collected {
  const file = named === undefined ? DEFAULT_FILE : String(named.raw).trim()
  const read = readText(resolve(origins.cwd, file), origins.readFile)
  if (read.text !== undefined) {
    return { ...NOTHING, ...readYaml({ text: read.text, file, variables }) }
  }
  if (named === undefined && read.missing) return NOTHING
  const where = named?.where([], false)
  return { ...NOTHING, problems: [{ path: 'config', value: file, reason: read.reason, where }] }
}

function flagsGiven(flags: Origins['flags']): Given[] {
  return Object.entries(flags)
    .filter(([, raw]) => !isBlank(raw))
    .map(([path, raw]) => ({
      path,
      raw,
      source: 'flag',
      where: () => `--${path.replace(/[._]/g, '-')}`,
      written: (inner) => valueAt(raw, inner),
    }))
}
