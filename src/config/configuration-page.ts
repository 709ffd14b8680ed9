import { plainSchema, type SchemaNode } from './json-schema.ts'
import { schema, sections } from './schema.ts'
import type { Section, Setting } from './setting.ts'

const HEAD = `# Configuration

<!-- Written from the settings themselves by \`UPDATE=1 npm test -- reference\`; do not edit. -->

Nothing needs to be configured: the router then looks at the usual ports of this machine. Whatever you set is read from
these places, the weakest first:

1. the defaults below,
2. \`smarterrouter.yaml\` in the working directory, or the file that \`--config\` or \`ROUTER_CONFIG\` names,
3. \`.env\` in the working directory,
4. the environment,
5. the flags of the command.

- [smarterrouter.example.yaml](../smarterrouter.example.yaml) and [ENV_DEFAULT](../ENV_DEFAULT) hold every setting;
  copied as they are, to \`smarterrouter.yaml\` and \`.env\`, they change nothing.
- A setting that is left empty says nothing: the next weaker place speaks.
- In the file \`\${env.NAME}\` stands for a variable and \`\${env.NAME:-default}\` for one that may be absent, in every value.
- A secret's variable has a second form: \`ROUTER_API_KEY_FILE=/run/secrets/key\` reads it out of a file.
- A mistake ends the start with exit code 2 and names its place, its reason and the nearest valid key; all mistakes are
  named at once. An unknown variable that begins with \`ROUTER_\` is only warned of.
- [smarterrouter.schema.json](smarterrouter.schema.json) lets editors check and complete the file: begin it with
  \`# yaml-language-server: $schema=docs/smarterrouter.schema.json\`.

## Changing it while it runs

A running router reads its files again within seconds of a change, and on \`SIGHUP\` (\`systemctl reload smarterrouter\`,
\`docker kill -s HUP smarterrouter\`). What is wrong is named in the log, and the old configuration goes on as a whole.
Requests under way end as they began. Settings marked **restart** in the tables wait for the next start, and the log says
so; so does whatever stands in the environment or in flags, which a running program cannot see change.

## Asking about it

- \`npm start -- config check\` names everything that is wrong, then tries every backend.
- \`npm start -- config explain\` shows every value and where it comes from; \`npm start -- config explain timeouts\` a part.

## Notes in the tables

**secret**: never shown or logged. **restart**: a change counts from the next start on. **later**: accepted and checked, but
nothing uses it yet.
`

const COMPOSITES: Readonly<Record<string, string>> = {
  backends: 'Fields of one backend',
  overrides: 'Fields of one override',
}

/** The text of docs/configuration.md. */
export function configurationPage(): string {
  const parts = sections.map(({ title, settings }) => sectionOf(title, settings))
  return [HEAD, ...parts, oldNames()].join('\n')
}

function sectionOf(title: string, settings: Section): string {
  const rows = Object.entries(settings).map(([path, setting]) => row(path, setting))
  const inner = Object.keys(settings).flatMap((path) => {
    const fields = COMPOSITES[path]
    return fields === undefined ? [] : [`\n### ${fields}: \`${path}\`\n\n${fieldTable(path)}`]
  })
  return `## ${title}\n
| In the file | Variable | Default | Takes | What it does | Notes |
|---|---|---|---|---|---|
${rows.join('\n')}
${inner.join('\n')}`
}

function row(path: string, setting: Setting): string {
  const { env, envOnly, about, fallback } = setting
  const cells = [
    envOnly === true ? '' : code(path),
    env === undefined ? '' : code(env),
    defaultOf(fallback),
    takes(plainSchema(setting), setting.unit),
    about,
    notes(setting),
  ]
  return `| ${cells.map(cell).join(' | ')} |`
}

function notes({ secret, restart, later }: Setting): string {
  const known = [secret === true && 'secret', restart === true && 'restart', later && 'later']
  return known.filter((note) => typeof note === 'string').join(', ')
}

function fieldTable(path: string): string {
  const setting = schema.get(path)
  if (setting === undefined) throw new TypeError(`There is no setting ${path}`)
  const node = plainSchema(setting)
  const item = node.items ?? node.additionalProperties
  if (!item) throw new TypeError(`${path} is neither a list nor a mapping`)
  const { properties = {}, required = [] } = item
  const rows = Object.entries(properties).map(([name, field]) => {
    const what = `${required.includes(name) ? '**Needed.** ' : ''}${field.description ?? ''}`
    return `| ${[code(name), takes(field, undefined), what].map(cell).join(' | ')} |`
  })
  return `| Field | Takes | What it is |\n|---|---|---|\n${rows.join('\n')}\n`
}

/** What may be written, in words. */
function takes(node: SchemaNode, unit: string | undefined): string {
  const { anyOf, enum: words, type } = node
  if (anyOf !== undefined) return unit ?? anyOf.map((one) => takes(one, unit)).join(', ')
  if (words !== undefined) return words.map((word) => code(String(word))).join(', ')
  if (type === 'array') return node.items?.type === 'object' ? 'list of mappings' : 'list'
  if (type === 'object') return mappingOf(node)
  return scalar(node, unit)
}

function scalar({ type, minimum, maximum }: SchemaNode, unit: string | undefined): string {
  if (type === 'boolean') return 'true, false'
  if (minimum === undefined || maximum === undefined) return 'text'
  const range = `${minimum} to ${maximum.toLocaleString('en')}`
  return unit === undefined ? range : `${range} ${unit}`
}

function mappingOf({ properties }: SchemaNode): string {
  if (properties === undefined) return 'mapping'
  return `mapping of ${Object.keys(properties).map(code).join(', ')}`
}

function defaultOf(value: unknown): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.length === 0 ? 'none' : code(value.join(','))
  if (typeof value === 'object') return 'none'
  return code(String(value).replaceAll('\n', '\\n'))
}

function oldNames(): string {
  const rows = [...schema.values()].flatMap(({ env = '', oldEnv = [] }) =>
    oldEnv.map((name) => `| ${code(name)} | ${code(env)} |`),
  )
  return `## Old names that still work, with a warning\n\n| Old | New |\n|---|---|\n${rows.join('\n')}\n`
}

function code(text: string): string {
  return `\`${text}\``
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
