import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Who may import whom, besides itself. A folder missing here fails the test; so does an arrow missing here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  std: [],
  dialects: ['contracts', 'std'],
  models: ['contracts', 'std'],
  access: ['contracts', 'std'],
  analysis: ['contracts', 'std', 'models'],
  routing: ['contracts', 'std', 'models'],
  storage: ['contracts', 'std'],
  telemetry: ['contracts', 'std'],
  catalog: ['contracts', 'std', 'models'],
  backends: ['contracts', 'std', 'dialects'],
  demo: ['contracts', 'std', 'dialects'],
  serving: ['contracts', 'std', 'analysis', 'routing'],
  http: ['contracts', 'std', 'dialects', 'routing', 'serving', 'access'],
  config: ['contracts', 'std', 'backends'],
  cli: ['contracts', 'std', 'config', 'storage', 'gateway.ts', 'demo'],
  // The composition root, in three files.
  'gateway.ts': ['*'],
  'wiring.ts': ['*'],
  'jobs.ts': ['config', 'std', 'storage', 'telemetry'],
  'main.ts': ['cli'],
}

/** These decide: they never read the clock, the network, the disk or the environment, and take randomness as an argument. */
const PURE = ['dialects', 'models', 'analysis', 'routing']
const IMPURE =
  /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|process\.|fetch\(|setTimeout|setInterval)|from 'node:(?!buffer)|from '(undici|fastify)'/

/** Folders whose `index.ts` is the list of all that lies beside it. */
const REGISTRIES = ['backends', 'http/endpoints', 'http/admin', 'routing/filters']

/** Words of management protocols: only backends and their simulations speak these. */
const MANAGEMENT = /\/api\/(ps|tags|show|generate|embed|chat)|\/props\b|\/slots\b|\/api\/v[01]\//

const src = resolve(import.meta.dirname, '../src')
const all = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)
const files = all.filter((file) => !/\.(test|fixture)\.ts$/.test(file))
const text = new Map(files.map((file) => [file, readFileSync(join(src, file), 'utf8')]))

function layerOf(file: string): string {
  return file.split(sep)[0] ?? file
}

function importsOf(file: string): string[] {
  const found = (text.get(file) ?? '').matchAll(/(?:from|import)[\s(]+'(\.[^']+)'/g)
  return [...found].map(([, path = '']) => relative(src, resolve(src, dirname(file), path)))
}

function offenders(pattern: RegExp, within: (file: string) => boolean): string[] {
  return files.filter((file) => within(file) && pattern.test(code(text.get(file) ?? '')))
}

/** The source without its comments. */
function code(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

describe('layers', () => {
  it.each(files)('%s imports only what lies below it', (file) => {
    const from = layerOf(file)
    const allowed = MAY_IMPORT[from]
    expect(allowed, `declare '${from}' in MAY_IMPORT`).toBeDefined()
    const forbidden = importsOf(file).filter((to) => {
      const layer = layerOf(to)
      return layer !== from && !allowed?.includes(layer) && !allowed?.includes('*')
    })
    expect(forbidden).toEqual([])
  })

  it('no folder is declared that is not there', () => {
    expect(
      Object.keys(MAY_IMPORT).filter((layer) => !files.some((file) => layerOf(file) === layer)),
    ).toEqual([])
  })
})

describe('registries', () => {
  it.each(REGISTRIES)('%s lists every file', (folder) => {
    const index = readFileSync(join(src, folder, 'index.ts'), 'utf8')
    const siblings = readdirSync(join(src, folder), { withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && entry.name !== 'index.ts' && !entry.name.endsWith('.test.ts'),
      )
      .map(({ name }) => name)
    expect(siblings.filter((name) => !index.includes(`'./${name}'`))).toEqual([])
  })
})

describe('invariants', () => {
  it.each(PURE)('%s is pure', (folder) => {
    expect(offenders(IMPURE, (file) => layerOf(file) === folder)).toEqual([])
  })

  it('only config/env.ts reads the environment', () => {
    expect(offenders(/process\.env/, (file) => file !== join('config', 'env.ts'))).toEqual([])
  })

  it('only the command line writes to the terminal', () => {
    const terminal = /process\.(stdout|stderr)|console\./
    expect(offenders(terminal, (file) => !['cli', 'demo'].includes(layerOf(file)))).toEqual([])
  })

  it("a backend's name stands only with the backends, their simulations and the configuration", () => {
    const name = /['"`](ollama|llama\.cpp|vllm|lm[ -]?studio)['"`]/i
    const may = ['backends', 'demo', 'config']
    expect(offenders(name, (file) => !may.includes(layerOf(file)))).toEqual([])
  })

  it('management protocols are spoken only by backends', () => {
    expect(offenders(MANAGEMENT, (file) => !['backends', 'demo'].includes(layerOf(file)))).toEqual(
      [],
    )
  })

  it('chat and embedding fields of the wire are known only to dialects', () => {
    const fields =
      /\b(finish_reason|tool_calls|prompt_tokens|max_completion_tokens|reasoning_content|num_predict|prompt_eval_count)\b/
    expect(offenders(fields, (file) => !['dialects', 'demo'].includes(layerOf(file)))).toEqual([])
  })

  it('errors become responses in one place', () => {
    const wording = /encodeError\(/
    const may = [join('http', 'fail.ts'), join('http', 'server.ts')]
    expect(
      offenders(wording, (file) => !may.includes(file) && layerOf(file) !== 'contracts'),
    ).toEqual([])
  })

  it('no SQL and no synchronous disk access where requests are served', () => {
    const blocking = /node:sqlite|\b(read|write|append|exists|stat|open|mkdir)\w*Sync\(/
    const may = ['storage', 'config', 'cli', 'demo']
    expect(offenders(blocking, (file) => !may.includes(layerOf(file)))).toEqual([])
  })

  it('no room is a lumber room', () => {
    const lumber = /^(utils?|helpers?|common|shared|misc)(\.ts)?$/
    const names = files.flatMap((file) => file.split(sep))
    expect(names.filter((name) => lumber.test(name))).toEqual([])
  })

  it('every file is named in kebab case', () => {
    expect(
      files
        .map((file) => basename(file))
        .filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name)),
    ).toEqual([])
  })
})
