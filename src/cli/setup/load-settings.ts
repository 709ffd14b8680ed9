import { environment } from '../../config/env.ts'
import { type LoadedConfig, loadConfig } from '../../config/load.ts'

/** What every command that reads the configuration understands. */
export interface ConfigFlags {
  readonly config?: string
  readonly json?: boolean
}

export const CONFIG_OPTION = [
  '--config <path>',
  'configuration file (default: smarterrouter.yaml, if there is one)',
] as const

export const URL_OPTION = [
  '--url <address>',
  'address of the running router (default: the one that the configuration names)',
] as const

export const JSON_OPTION = ['--json', 'write one JSON value instead of text'] as const

/** The configuration as `serve` would read it here. Throws a ConfigError. */
export function loadSettings({ config }: ConfigFlags): LoadedConfig {
  return loadConfig({
    flags: config === undefined ? {} : { config },
    env: environment(),
    cwd: process.cwd(),
  })
}
