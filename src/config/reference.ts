import { sections } from './schema.ts'
import type { Setting } from './setting.ts'

const HEAD = `# Every variable the router knows, with its default. Copy this file to .env and take away the # before a line to
# change it; copied as it is, it changes nothing. Put a value with # in it in quotes.
# Stronger than this file: the environment and the flags of the command. Weaker: smarterrouter.yaml.
# NAME_FILE=/path takes a secret out of a file, for every variable marked "secret".
`

/** The text of ENV_DEFAULT: every variable with its meaning, unit and default, all commented out. */
export function envDefault(): string {
  const parts = sections.map(({ title, settings }) => {
    const entries = Object.values(settings).flatMap((setting) => entryOf(setting))
    return `# --- ${title} ---\n\n${entries.join('\n')}`
  })
  return [HEAD, ...parts].join('\n')
}

function entryOf(setting: Setting): string[] {
  const { env, about, fallback } = setting
  if (env === undefined) return []
  return [`# ${about}${notes(setting)}\n#${env}=${written(fallback)}\n`]
}

function notes({ unit, secret, later }: Setting): string {
  const notes = [unit, secret === true && 'secret', later === true && 'not used yet']
  const known = notes.filter((note) => typeof note === 'string')
  return known.length === 0 ? '' : ` (${known.join('; ')})`
}

/** A default the way a variable spells it. */
function written(value: unknown): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.join(',')
  return String(value).replaceAll('\n', '\\n')
}
