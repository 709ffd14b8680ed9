import { isDeepStrictEqual } from 'node:util'
import type { LoadedConfig } from './load.ts'
import { schema, type Values } from './schema.ts'
import type { Settings } from './settings.ts'

/** What a configuration that was read again brings to a router that runs. */
export interface Changes {
  /** Paths of the settings that count from now on. */
  readonly applied: readonly string[]
  /** Paths of those that count from the next start on. */
  readonly afterRestart: readonly string[]
  /** What the router runs with from now on: the new configuration, but for what needs a restart. */
  readonly next: LoadedConfig
}

export function changesBetween(running: LoadedConfig, loaded: LoadedConfig): Changes {
  const before: Readonly<Record<string, unknown>> = running.values
  const after: Readonly<Record<string, unknown>> = loaded.values
  const changed = [...schema].filter(([path]) => !isDeepStrictEqual(before[path], after[path]))
  const waiting = changed.filter(([, { restart }]) => restart === true).map(([path]) => path)
  const kept = Object.fromEntries(waiting.map((path) => [path, before[path]]))
  return {
    applied: changed.map(([path]) => path).filter((path) => !waiting.includes(path)),
    afterRestart: waiting,
    next: {
      ...loaded,
      values: { ...loaded.values, ...kept } as Values,
      settings: applicable(loaded.settings, running.settings),
    },
  }
}

/** The new settings, but for those that a router cannot change while it runs. */
function applicable(next: Settings, running: Settings): Settings {
  return {
    ...next,
    host: running.host,
    port: running.port,
    corsOrigins: running.corsOrigins,
    limits: running.limits,
    learning: {
      ...next.learning,
      benchmarks: {
        ...next.learning.benchmarks,
        mappingFile: running.learning.benchmarks.mappingFile,
      },
    },
    database: { ...next.database, path: running.database.path },
    log: { ...next.log, format: running.log.format },
  }
}
