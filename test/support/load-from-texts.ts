import { ConfigError, type Problem } from '../../src/config/config-error.ts'
import { type LoadedConfig, type LoadInput, loadConfig } from '../../src/config/load.ts'

/** What a test gives instead of a disk and an environment. */
export interface Texts {
  /** The text of smarterrouter.yaml. */
  readonly yaml?: string
  readonly dotenv?: string
  readonly env?: LoadInput['env']
  readonly flags?: LoadInput['flags']
  /** More files, by absolute path; `undefined` stands for a directory. */
  readonly files?: Readonly<Record<string, string | undefined>>
}

/** For tests: loads the configuration of an imaginary directory `/home/router`. */
export function loadFromTexts({
  yaml,
  dotenv,
  env = {},
  flags = {},
  files = {},
}: Texts): LoadedConfig {
  const disk: Readonly<Record<string, string | undefined>> = {
    ...(yaml !== undefined && { '/home/router/smarterrouter.yaml': yaml }),
    ...(dotenv !== undefined && { '/home/router/.env': dotenv }),
    ...files,
  }
  const readFile = (path: string): string => {
    const text = disk[path]
    if (text !== undefined) return text
    throw Object.assign(new Error(path), { code: path in disk ? 'EISDIR' : 'ENOENT' })
  }
  return loadConfig({ flags, env, cwd: '/home/router', readFile })
}

/** For tests: the problems of a configuration that must be refused. */
export function problemsOfTexts(texts: Texts): readonly Problem[] {
  try {
    loadFromTexts(texts)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  throw new Error('The configuration was accepted.')
}
