import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { deepFreeze } from '../std/deep-freeze.ts'
import { checkValue } from './check-value.ts'
import { collect, type Origins } from './collect.ts'
import { ConfigError, type Problem } from './config-error.ts'
import { configuredBackends } from './configured-backends.ts'
import { configuredSecrets } from './configured-secrets.ts'
import type { Given, Source } from './given.ts'
import { schema, type Values } from './schema.ts'
import { type Settings, toSettings } from './settings.ts'

/** All that a start needs to know of the configuration. */
export interface LoadedConfig {
  readonly settings: Settings
  /** The checked value of each setting, by path. */
  readonly values: Values
  /** For people; none of them keeps the router from starting. */
  readonly warnings: readonly string[]
  /** Names of what is set, but whose feature is still to come. */
  readonly notUsedYet: readonly string[]
  /** Where the value of each setting comes from, by path. */
  readonly sources: ReadonlyMap<string, Source>
  /** What was written for each setting whose value is not its default, by path. */
  readonly written: ReadonlyMap<string, Given>
}

/** The flags may be left out, and so may the disk, which is the real one then. */
export type LoadInput = Omit<Origins, 'readFile' | 'flags'> & Partial<Origins>

/**
 * Reads the whole configuration: defaults < file < `.env` < environment < flags.
 * Throws one ConfigError with everything that is wrong, be it in a value that a stronger source overrules.
 */
export function loadConfig(input: LoadInput): LoadedConfig {
  const collected = collect({ flags: {}, readFile: readUtf8, ...input })
  const checked = checkAll(collected.given)
  const configured = configuredBackends(checked.values, checked.sources)
  const problems = unique([...collected.problems, ...checked.problems, ...configured.problems])
  if (problems.length > 0) throw new ConfigError(problems)
  const secrets = configuredSecrets(checked.values, configured.backends)
  const settings = toSettings(checked.values, configured.backends, { cwd: input.cwd, secrets })
  return {
    settings: deepFreeze(settings),
    values: checked.values,
    warnings: [...collected.warnings, ...configured.warnings, ...adminWarnings(settings)],
    notUsedYet: notUsedYet(checked),
    sources: checked.sources,
    written: new Map(collected.given.map((given) => [given.path, given])),
  }
}

interface CheckedAll {
  readonly values: Values
  readonly sources: ReadonlyMap<string, Source>
  readonly problems: readonly Problem[]
}

function checkAll(given: readonly Given[]): CheckedAll {
  const values = new Map([...schema].map(([path, { fallback }]) => [path, fallback]))
  const sources = new Map<string, Source>([...schema].map(([path]) => [path, 'default']))
  const problems: Problem[] = []
  for (const one of given) {
    const setting = schema.get(one.path)
    if (setting === undefined) throw new TypeError(`There is no setting ${one.path}`)
    const checked = checkValue(setting, one)
    if (checked.ok) values.set(one.path, checked.value)
    else problems.push(...checked.problems)
    sources.set(one.path, one.source)
  }
  return { values: Object.fromEntries(values) as Values, sources, problems }
}

/** What stands in one place is blamed once. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  const byPlace = new Map<string, Problem>()
  for (const problem of problems) {
    const place = `${problem.path} ${problem.where}`
    if (!byPlace.has(place)) byPlace.set(place, problem)
  }
  return [...byPlace.values()]
}

function notUsedYet({ values, sources }: CheckedAll): readonly string[] {
  const byPath: Readonly<Record<string, unknown>> = values
  return [...schema].flatMap(([path, { later, fallback, env }]) => {
    if (later !== true || isDeepStrictEqual(byPath[path], fallback)) return []
    return [sources.get(path) === 'file' ? path : (env ?? path)]
  })
}

/** What is risky about who may use the admin endpoints. */
export function adminWarnings({ host, access }: Settings): readonly string[] {
  if (/^(127\.[\d.]+|::1|localhost)$/i.test(host) || access.adminApiKey !== undefined) return []
  return [
    `${host} opens the router to the network while ROUTER_ADMIN_API_KEY is not set: /admin answers this machine only`,
  ]
}

function readUtf8(path: string): string {
  return readFileSync(path, 'utf8')
}
