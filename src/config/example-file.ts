import { stringify } from 'yaml'
import { schema, sections } from './schema.ts'
import type { Setting } from './setting.ts'

const HEAD = `# yaml-language-server: $schema=docs/smarterrouter.schema.json
#
# Every setting of the file, with its default. Copy it to smarterrouter.yaml and take away the # directly before a name
# to change it; copied as it is, it changes nothing. The line above lets editors check and complete what you write.
# Stronger than this file: .env, the environment and the flags of the command.
# \${env.NAME} stands for a variable, \${env.NAME:-default} for one that may be absent; keep secrets out of the file so.
`

/** How settings that are lists and mappings are written. */
const EXAMPLES: Readonly<Record<string, string>> = {
  backends: `
- name: desk                        # as it is called in logs and headers
  kind: ollama                      # ollama, llama.cpp or openai (anything that speaks OpenAI's API)
  url: http://127.0.0.1:11434
- name: rack
  kind: openai
  url: http://10.0.0.5:8000/v1
  concurrency: 8                    # requests at once; more of them wait
  timeouts: { ttft: 60 }            # in seconds, where timeouts: does not fit
- name: openrouter
  kind: openai
  url: https://openrouter.ai/api/v1
  api_key: \${env.OPENROUTER_API_KEY}
  models: ['anthropic/*']           # of a remote backend only these are routed to`,
  aliases: `
'gpt-4o*': smarterrouter/main       # a name that a client insists on: let the router choose
fast: llama3.2:3b`,
  overrides: `
'my-finetune*': { parameters: 14, tools: true, vision: false }
'long:*': { num_ctx: 65536 }        # load it with this context`,
}

/** The text of smarterrouter.example.yaml: a # before each setting, none before the group that it stands in. */
export function exampleFile(): string {
  const parts = sections.map(({ title, settings }) => {
    const paths = Object.keys(settings).filter((path) => schema.get(path)?.envOnly !== true)
    const entries = paths.map((path, index) => entryOf(path, paths[index - 1]))
    return entries.length === 0 ? '' : `# --- ${title} ---\n\n${entries.join('\n')}`
  })
  return [HEAD, ...parts.filter((part) => part !== '')].join('\n')
}

/** One setting, after the name of its group where that is a new one. */
function entryOf(path: string, before: string | undefined): string {
  const setting = schema.get(path)
  if (setting === undefined) throw new TypeError(`There is no setting ${path}`)
  const group = groupOf(path)
  const opened = group !== '' && group !== groupOf(before ?? '') ? `${group}:\n` : ''
  const indent = group === '' ? '' : '  '
  const about = `${indent}# ${setting.about}${notes(setting)}`
  return `${opened}${about}\n${settingLines(path, setting, indent)}\n`
}

/** Settings lie one level deep at most. */
function groupOf(path: string): string {
  return path.includes('.') ? (path.split('.')[0] ?? '') : ''
}

function settingLines(path: string, { fallback }: Setting, indent: string): string {
  const key = path.split('.').at(-1)
  const example = EXAMPLES[path]
  if (example === undefined) return `${indent}#${key}:${written(fallback)}`
  return `${key}:${example.replaceAll('\n', '\n  #')}`
}

function written(value: unknown): string {
  if (value === undefined) return ''
  const text = stringify(value, { collectionStyle: 'flow', blockQuote: false, lineWidth: 0 })
  return ` ${text.trim()}`
}

function notes({ unit, secret, later, restart }: Setting): string {
  const notes = [
    unit,
    secret === true && 'secret',
    later === true && 'not used yet',
    restart === true && 'a change needs a restart',
  ]
  const known = notes.filter((note) => typeof note === 'string')
  return known.length === 0 ? '' : ` (${known.join('; ')})`
}
