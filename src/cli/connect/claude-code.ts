import { UsageError } from '../terminal/usage-error.ts'
import type { Client, RouterLink } from './client.ts'

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
}

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
