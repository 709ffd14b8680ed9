import { UsageError } from '../terminal/usage-error.ts'
import type { Client, Rival, RouterLink, Variables } from './client.ts'

/** Claude Code adds `/v1/messages` to its base address by itself. */
export const claudeCode: Client = {
  name: 'claude-code',
  title: 'Claude Code',
  needs: '/v1/messages',
  settings: variables,
  steps: [
    'Put these under "env" in ~/.claude/settings.json (or let --write do it), or export them where claude starts.',
    'ANTHROPIC_API_KEY must not be set beside them.',
  ],
  file: { path: ['.claude', 'settings.json'], merge },
  rivals,
}

/** Other keys, and other places to send requests to. */
const RIVALS = [
  'ANTHROPIC_API_KEY',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
] as const
/** A program that prints a key. */
const KEY_PROGRAM = 'apiKeyHelper'

function variables({ base, key, model, smallModel }: RouterLink): Readonly<Record<string, string>> {
  return {
    ANTHROPIC_BASE_URL: base,
    ANTHROPIC_AUTH_TOKEN: key,
    ANTHROPIC_MODEL: model,
    ANTHROPIC_DEFAULT_OPUS_MODEL: model,
    ANTHROPIC_DEFAULT_SONNET_MODEL: model,
    ANTHROPIC_DEFAULT_HAIKU_MODEL: smallModel,
  }
}

function merge(before: string | undefined, link: RouterLink): string {
  const settings = before === undefined ? {} : objectIn(before)
  const old = 'env' in settings ? settings.env : {}
  if (!isObject(old)) throw new UsageError('"env" in it is no object: mend it first.')
  const merged = { ...settings, env: { ...old, ...variables(link) } }
  return `${JSON.stringify(merged, undefined, indentOf(before))}\n`
}

/** A variable in the file counts before one of the environment, also where it turns something off. */
function rivals(file: string | undefined, env: Variables): readonly Rival[] {
  const settings = new Map<string, unknown>(Object.entries(readable(file)))
  const inFile = new Map<string, unknown>(Object.entries(Object(settings.get('env'))))
  return [
    ...RIVALS.filter((name) => isOn(inFile.get(name))).map(inTheFile),
    ...(isOn(settings.get(KEY_PROGRAM)) ? [inTheFile(KEY_PROGRAM)] : []),
    ...RIVALS.filter((name) => !inFile.has(name) && isOn(env[name])).map(
      (name): Rival => ({ name, where: 'environment' }),
    ),
  ]
}

function inTheFile(name: string): Rival {
  return { name, where: 'file' }
}

function readable(file: string | undefined): object {
  try {
    return objectIn(file ?? '')
  } catch {
    return {}
  }
}

/** Whether Claude Code takes a value for one that is set. */
function isOn(value: unknown): boolean {
  return !/^(|0|false|no|off|null|undefined)$/i.test(String(value).trim())
}

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, '').trim() || '{}')
    if (isObject(value)) return value
  } catch {
    // The parser's own words would quote the file, and with it a key.
  }
  throw new UsageError('It is not valid JSON: mend it first.')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function indentOf(text: string | undefined): string {
  return /^\s*\{\s*?\n([ \t]+)/.exec(text ?? '')?.[1] ?? '  '
}
