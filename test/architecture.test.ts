import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  computedImportsIn,
  importsIn,
  type SourceImport,
  withoutComments,
  withoutTexts,
} from './support/source-imports.ts'

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
  learning: ['contracts', 'std', 'models', 'analysis', 'routing', 'serving'],
  http: ['contracts', 'std', 'dialects', 'routing', 'serving', 'access'],
  config: ['contracts', 'std', 'backends'],
  cli: ['contracts', 'std', 'config', 'storage', 'gateway.ts', 'survey.ts', 'demo'],
  // The composition root.
  'gateway.ts': ['*'],
  'foundations.ts': ['*'],
  'prompt-heads.ts': ['analysis'],
  'fleet.ts': ['*'],
  'wiring.ts': ['*'],
  'study.ts': ['*'],
  'due-work.ts': ['*'],
  'judge-seat.ts': ['*'],
  'raised-context.ts': ['catalog', 'contracts', 'storage', 'telemetry'],
  'survey.ts': ['*'],
  'jobs.ts': ['config', 'std', 'storage', 'telemetry'],
  'main.ts': ['cli'],
}

/** These decide: they never read the clock, the network, the disk or the environment, and take randomness as an argument. */
const PURE = ['contracts', 'dialects', 'models', 'analysis', 'routing']
const IMPURE = new RegExp(
  [
    '\\bDate\\.now|\\bnew Date(?!\\w)(?!\\([^)])|(?<!new )\\bDate\\(|\\bTemporal\\.Now',
    '\\b(performance|process|crypto|globalThis)\\s*[?.[]|=\\s*(performance|process|crypto|globalThis)\\b',
    '\\bsetTimeout|\\bsetInterval|\\bsetImmediate|\\bqueueMicrotask',
    '\\bMath\\.random|\\bfetch\\(|\\bWebSocket|\\bEventSource',
    '\\bimport\\.meta\\b|\\btoLocale|\\bIntl\\.',
  ].join('|'),
)
/** What pure code may take from packages: nothing of this does more than compute. */
const PURE_PACKAGES = ['@pydantic/genai-prices', 'node:buffer', 'tokenx', 'zod']

/** Names of backends as values, which only backends and what is made of them may know. */
const BACKEND_NAME =
  /['"`](ollama|llama[._-]?cpp|openai|anthropic|vllm|sglang|lm[ _-]?studio|localai|llama-swap|openrouter)['"`]/i
/** Words of management protocols: only backends and their simulations speak these. */
const MANAGEMENT =
  /\/api\/(ps|tags|show|generate|embed|chat|version)|\/props\b|\/slots\b|\/api\/v[01]\/|\b(size_vram|is_processing|default_generation_settings)\b/
const WIRE_FIELDS =
  /\b(finish_reason|tool_calls|tool_call_id|prompt_tokens|completion_tokens|max_completion_tokens|stream_options|include_usage|reasoning_content|reasoning_effort|top_logprobs|logit_bias|image_url|input_audio|encoding_format|num_predict|prompt_eval_count|eval_count|done_reason|tool_use_id|tool_result|content_block\w*|message_(?:start|delta|stop)|stop_sequences?|stop_reason|input_schema|cache_control|media_type|thinking_delta|budget_tokens|output_config)\b/
const ENVIRONMENT =
  /\bprocess\s*(\?\.|\.|\[\s*['"`])\s*env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b|\bfrom 'node:process'/
const TERMINAL =
  /\bprocess\s*(\?\.|\.|\[\s*['"`])\s*(stdout|stderr)\b|\{[^}]*\bstd(out|err)\b[^}]*\}\s*=\s*process\b|\bconsole\b|\bfrom 'node:(process|console|tty)'/
const BLOCKING = /\b(?!randomFillSync)\w+Sync\(|\bAtomics\.wait\(/
const LUMBER = /(^|-)(utils?|helpers?|common|shared|misc)(-|\.|$)/

const src = resolve(import.meta.dirname, '../src')
const all = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.[cm]?[jt]sx?$/.test(file),
)
const files = all.filter((file) => !isForTests(file))
const code = new Map(
  all.map((file) => [file, withoutComments(readFileSync(join(src, file), 'utf8'))]),
)

function isForTests(file: string): boolean {
  return /\.(test|fixture)\.ts$/.test(file)
}

function layerOf(file: string): string {
  return file.split(sep)[0] ?? file
}

function importsOf(file: string): readonly SourceImport[] {
  return importsIn(code.get(file) ?? '')
}

/** The files that one imports, by their paths below src. */
function neighboursOf(file: string, kept: (one: SourceImport) => boolean = () => true): string[] {
  return importsOf(file)
    .filter((one) => one.specifier.startsWith('.') && kept(one))
    .map(({ specifier }) => relative(src, resolve(src, dirname(file), specifier)))
}

/** All that runs in one thread with a file: itself and what it imports for more than types, near and far. */
function reachableFrom(start: readonly string[]): readonly string[] {
  const reached = new Set(start)
  for (const file of reached) {
    for (const next of neighboursOf(file, ({ use }) => use === 'code')) reached.add(next)
  }
  return [...reached]
}

function within(...layers: readonly string[]): (file: string) => boolean {
  return (file) => layers.includes(layerOf(file))
}

/** The files, other than those that may, in which the pattern is found. */
function offenders(pattern: RegExp, may: (file: string) => boolean): string[] {
  return files.filter((file) => !may(file) && pattern.test(code.get(file) ?? ''))
}

describe('layers', () => {
  const layers = [...new Set(files.map(layerOf))]

  it('each is declared, and each declared is there', () => {
    expect(Object.keys(MAY_IMPORT).toSorted()).toEqual(layers.toSorted())
  })

  it.each(layers)('%s imports only what lies below it', (layer) => {
    const allowed = MAY_IMPORT[layer] ?? []
    const isAllowed = (to: string): boolean => to === layer || allowed.includes(to)
    const arrows = files.filter(within(layer)).flatMap((file) =>
      neighboursOf(file)
        .filter((to) => to.startsWith('..') || !(isAllowed(layerOf(to)) || allowed.includes('*')))
        .map((to) => `${file} -> ${to}`),
    )
    expect(arrows).toEqual([])
  })

  it('nothing is imported that only tests need', () => {
    const arrows = files.flatMap((file) =>
      [...neighboursOf(file).filter(isForTests), ...importsOf(file).filter(isTestTool)].map(
        (to) => `${file} -> ${typeof to === 'string' ? to : to.specifier}`,
      ),
    )
    expect(arrows).toEqual([])
  })

  it('every import can be followed: it names a file that is there', () => {
    const lost = files.flatMap((file) => [
      ...computedImportsIn(code.get(file) ?? ''),
      ...neighboursOf(file).filter((to) => !existsSync(join(src, to))),
    ])
    expect(lost).toEqual([])
  })
})

function isTestTool({ specifier }: SourceImport): boolean {
  return /^(vitest|fast-check)\b/.test(specifier)
}

describe('registries', () => {
  const registries = files.filter((file) => basename(file) === 'index.ts').map(dirname)

  it.each(registries)('%s lists every file', (folder) => {
    const listed = neighboursOf(join(folder, 'index.ts'))
    const siblings = files.filter((file) => dirname(file) === folder)
    expect(
      siblings.filter((file) => basename(file) !== 'index.ts' && !listed.includes(file)),
    ).toEqual([])
  })

  it('are found', () => {
    expect(registries).toEqual(
      expect.arrayContaining(['backends', 'cli', join('http', 'endpoints')]),
    )
  })
})

describe('invariants', () => {
  it.each(PURE)('%s is pure, and so is all that it imports', (layer) => {
    const reached = reachableFrom(files.filter(within(layer)))
    const impure = reached.filter((file) => IMPURE.test(withoutTexts(code.get(file) ?? '')))
    const packages = reached.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier, use }) => use === 'code' && !specifier.startsWith('.'))
        .filter(({ specifier }) => !PURE_PACKAGES.includes(specifier))
        .map(({ specifier }) => `${file} -> ${specifier}`),
    )
    expect([...impure, ...packages]).toEqual([])
  })

  it('only config/env.ts reads the environment', () => {
    expect(offenders(ENVIRONMENT, (file) => file === join('config', 'env.ts'))).toEqual([])
  })

  it('only the command line writes to the terminal', () => {
    expect(offenders(TERMINAL, within('cli', 'demo'))).toEqual([])
  })

  it("a backend's name stands only with the backends, their simulations and the configuration", () => {
    expect(offenders(BACKEND_NAME, within('backends', 'demo', 'config'))).toEqual([])
  })

  it('management protocols are spoken only by backends', () => {
    expect(offenders(MANAGEMENT, within('backends', 'demo'))).toEqual([])
  })

  it('chat and embedding fields of the wire are known only to dialects', () => {
    expect(offenders(WIRE_FIELDS, within('dialects', 'demo'))).toEqual([])
  })

  it('errors become responses in one place', () => {
    const may = ['fail.ts', 'server.ts'].map((file) => join('http', file))
    expect(offenders(/\.encodeError\(/, (file) => may.includes(file))).toEqual([])
  })

  it('only the storage speaks SQL, in a thread of its own', () => {
    const sql = files.filter((file) =>
      importsOf(file).some(
        ({ specifier, use }) => use === 'code' && /^(node:sqlite|kysely)\b/.test(specifier),
      ),
    )
    expect(sql.length).toBeGreaterThan(0)
    expect(sql.filter((file) => layerOf(file) !== 'storage')).toEqual([])
    const onTheEventLoop = reachableFrom(['main.ts'])
    expect(sql.filter((file) => onTheEventLoop.includes(file))).toEqual([])
  })

  it('nothing waits for the disk where requests are served', () => {
    expect(offenders(BLOCKING, within('storage', 'config', 'cli', 'demo'))).toEqual([])
  })

  it('no room is a lumber room', () => {
    expect(all.flatMap((file) => file.split(sep)).filter((name) => LUMBER.test(name))).toEqual([])
  })
})
