import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { clients } from '../src/cli/connect/index.ts'
import { EXIT_CODE } from '../src/cli/terminal/exit-code.ts'
import { schema } from '../src/config/schema.ts'
import { failures } from '../src/contracts/errors.ts'
import { openaiChat } from '../src/dialects/openai-chat.ts'
import { adminEndpoints } from '../src/http/admin/index.ts'
import { endpoints } from '../src/http/endpoints/index.ts'
import { parseCurl } from './support/curl-line.ts'
import { loadFromTexts } from './support/load-from-texts.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const pages = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'],
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]

/** A heading's name in an address, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
}

function anchorsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

/** What stands in backquotes, and in fenced blocks but for the comments. */
function codeOf(page: string): string {
  const code = [...read(page).matchAll(/^```\w*\n([\s\S]*?)^```|`([^`\n]+)`/gm)]
  return code.map(([, fenced, inline]) => fenced?.replaceAll(/ #.*$/gm, '') ?? inline).join('\n')
}

/** The text of the fenced blocks of a language. */
function blocks(page: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm')
  return [...read(page).matchAll(pattern)].map(([, text = '']) => text)
}

const commands = new Set(
  [
    ...String(execFileSync(process.execPath, [join(root, 'src/main.ts'), '--help'])).matchAll(
      /^ {2}([a-z]+) /gm,
    ),
  ].map(([, name = '']) => name),
)

describe.each(pages)('%s', (page) => {
  it('links only to what is there', () => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
    const lost = links.filter((link) => {
      if (/^https?:/.test(link)) return false
      const [path = '', anchor] = link.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      return (
        !existsSync(join(root, file)) || (anchor !== undefined && !anchorsOf(file).includes(anchor))
      )
    })
    expect(lost).toEqual([])
  })

  it('names only scripts and commands that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: object }
    const text = codeOf(page)
    const run = [...text.matchAll(/\bnpm (?:run )?([a-z][\w:]*)/g)].map(([, name = '']) => name)
    const unknown = run.filter(
      (name) => !(name in scripts) && !['ci', 'install', 'audit', 'link'].includes(name),
    )
    const told = [...text.matchAll(/(?:npm start --|main\.ts) ([a-z]+)/g)].map(
      ([, name = '']) => name,
    )
    expect([unknown, told.filter((name) => !commands.has(name))]).toEqual([[], []])
  })

  it('names only variables that there are', () => {
    const known = [...schema.values()].flatMap(({ env, oldEnv = [], secret }) =>
      env === undefined ? [] : [env, ...oldEnv, ...(secret === true ? [`${env}_FILE`] : [])],
    )
    const named = [...read(page).matchAll(/\bROUTER_[A-Z_]+[A-Z]\b/g)].map(([name]) => name)
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  })

  it('names no code of an error that there is not', () => {
    const named = [...read(page).matchAll(/`[45]\d\d (\w+)`/g)].map(([, code = '']) => code)
    expect(named.filter((code) => !(code in failures))).toEqual([])
    const statuses = [...read(page).matchAll(/`(\d{3}) (\w+)`/g)].filter(
      ([, status, code = '']) => {
        const failure = (failures as Readonly<Record<string, { readonly status: number }>>)[code]
        return failure !== undefined && failure.status !== Number(status)
      },
    )
    expect(statuses.map(([whole]) => whole)).toEqual([])
  })
})

describe('examples', () => {
  const yaml = pages.flatMap((page) => blocks(page, 'yaml').map((text) => [page, text] as const))

  it('of the configuration are taken by the router and by the schema for editors', () => {
    const validate = new Ajv({ allErrors: true }).compile(
      JSON.parse(read('docs/smarterrouter.schema.json')),
    )
    expect(yaml.map(([page]) => page)).toContain('README.md')
    for (const [, text] of yaml) {
      const { settings, warnings } = loadFromTexts({
        yaml: text,
        env: { OPENROUTER_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' },
      })
      expect({ warnings, configured: settings.backendsConfigured }).toEqual({
        warnings: [],
        configured: true,
      })
      expect(validate(parse(text)) || validate.errors).toBe(true)
    }
  })

  it('with curl ask endpoints that there are for what they take', () => {
    const lines = ['README.md', 'docs/start.md'].flatMap((page) =>
      blocks(page, 'sh').filter((text) => text.startsWith('curl ')),
    )
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) {
      const { url, init } = parseCurl(line)
      const { pathname, port } = new URL(url)
      expect(
        [...endpoints, ...adminEndpoints].map(({ method, path }) => `${method} ${path}`),
      ).toContain(`${init.method} ${pathname}`)
      expect(Number(port)).toBe(loadFromTexts({}).settings.port)
      const { messages } = openaiChat.decodeRequest(Buffer.from(String(init.body)))
      expect(messages).toHaveLength(1)
    }
  })
})

it('docs/start.md has a line for every command, and every exit code', () => {
  const [, table = ''] = /## Commands\n([\s\S]*?)\n## /.exec(read('docs/start.md')) ?? []
  const listed = [...table.matchAll(/^\| `([a-z]+)/gm)].map(([, name = '']) => name)
  expect(new Set([...listed, 'help'])).toEqual(commands)
  const [told = ''] = /They end with [\s\S]*/.exec(table) ?? []
  const codes = [...told.matchAll(/\b(\d) when/g)].map(([, code]) => Number(code))
  expect(codes).toEqual(Object.values(EXIT_CODE))
})

it('README.md and docs/start.md name every client that can be connected', () => {
  for (const page of ['README.md', 'docs/start.md']) {
    const named = clients.map(({ name }) => name).filter((name) => codeOf(page).includes(name))
    expect(named).toEqual(clients.map(({ name }) => name))
  }
})

it('docs/troubleshooting.md quotes only what the router says', () => {
  const code = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|mjs)$/.test(file) && !file.endsWith('.test.ts'))
      .map((file) => read(join(folder, file))),
  )
  const seen = [...read('docs/troubleshooting.md').matchAll(/^\| ([^|]+) \|/gm)].map(
    ([, cell = '']) => cell,
  )
  const quoted = seen.flatMap((cell) =>
    [...cell.matchAll(/`([^`]* [^`]*)`/g)].map(([, text = '']) => text),
  )
  const words = quoted.filter((text) => !/^[45]\d\d /.test(text))
  const unsaid = words.filter((text) => {
    const pattern = new RegExp(text.replaceAll(/[.()?*+]/g, '\\$&').replaceAll('…', '.*'))
    return !code.some((source) => pattern.test(source))
  })
  expect(words.length).toBeGreaterThan(4)
  expect(unsaid).toEqual([])
})

describe('docs/from-the-original.md', () => {
  const page = read('docs/from-the-original.md')

  it('places every variable of the original in one list', () => {
    const tests = read('src/config/original-variables.test.ts')
    const names = new Set([...tests.matchAll(/'(ROUTER_[A-Z_]+)'/g)].map(([, name = '']) => name))
    const counts = [...names].map((name) => {
      const rows = page.slice(page.indexOf('## Variables')).split(/\n(?=### )/)
      return [name, rows.filter((row) => new RegExp(`\`${name}\``).test(row)).length] as const
    })
    expect(counts.length).toBeGreaterThan(70)
    expect(counts.filter(([, count]) => count === 0)).toEqual([])
  })

  it('says of every variable whether it is used, as the settings do', () => {
    const [, later = ''] = page.split('### Known, checked, not used yet')
    const listed = [...(later.split('\n## ')[0] ?? '').matchAll(/`(ROUTER_[A-Z_]+)`/g)].map(
      ([, name]) => name,
    )
    const settings = [...schema.values()].filter((setting) => setting.later === true)
    expect(listed.toSorted()).toEqual(settings.flatMap(({ env }) => env ?? []).toSorted())
  })

  it('says "not yet" only of endpoints that there are not, and "same" only of others', () => {
    const rows = [...page.matchAll(/^\| `(GET|POST) (\/\S*)` \| (.+) \|$/gm)]
    const there = [...endpoints, ...adminEndpoints].map(({ method, path }) => `${method} ${path}`)
    const wrong = rows.filter(([, method, path, now = '']) => {
      const exists = there.includes(`${method} ${path}`)
      return exists !== now.startsWith('same')
    })
    expect(rows.length).toBe(16)
    expect(wrong.map(([whole]) => whole)).toEqual([])
  })
})
