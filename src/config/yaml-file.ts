import type { Document, YAMLError } from 'yaml'
import { LineCounter, parseDocument } from 'yaml'
import { nearNames } from '../std/near-names.ts'
import type { Problem } from './config-error.ts'
import type { Given } from './given.ts'
import { isBlank, valueAt } from './given.ts'
import { interpolate } from './interpolate.ts'
import { pathName } from './path-name.ts'
import { schema } from './schema.ts'
import { UNKNOWN_KEY } from './value-types.ts'
import type { YamlPlaces } from './yaml-places.ts'
import { yamlPlaces } from './yaml-places.ts'

export interface YamlInput {
  readonly text: string
  /** The file's name for people. */
  readonly file: string
  /** What `${env.NAME}` stands for. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

export interface YamlFound {
  readonly given: readonly Given[]
  readonly problems: readonly Problem[]
}

/** The file as it was written, for telling what is wrong with it. */
interface Original {
  readonly data: unknown
  readonly places: YamlPlaces
}

/** Collects what a YAML text says about settings, and all in it that is not YAML or no setting. */
export function readYaml({ text, file, variables }: YamlInput): YamlFound {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  })
  const faults = [...document.errors, ...document.warnings]
  const problems = faults.map((fault) => syntaxProblem(fault, text, lines, file))
  if (faults.some(({ code }) => code !== 'DUPLICATE_KEY')) return { given: [], problems }
  const data = plainData(document)
  if (data === undefined)
    return { given: [], problems: [{ path: '', reason: NO_ANCHOR, where: file }] }
  const places = yamlPlaces(document, lines, file)
  const filled = interpolate(data.value, variables)
  const missing = filled.faults.map(({ path, reason }) => ({
    path: pathName('', path),
    reason,
    where: places(path, false),
  }))
  const found = settingsIn(filled.value, [], { data: data.value, places })
  return { given: found.given, problems: [...problems, ...missing, ...found.problems] }
}

/** The parser's own words are not used: they may quote the file, and with it a secret. */
function syntaxProblem(fault: YAMLError, text: string, lines: LineCounter, file: string): Problem {
  const [start] = fault.pos
  const { line, col } = lines.linePos(start)
  const key = fault.code === 'DUPLICATE_KEY' ? /^["']?([\w.-]+)/.exec(text.slice(start))?.[1] : ''
  return {
    path: key ?? '',
    reason: SYNTAX[fault.code] ?? 'this is not valid YAML',
    where: `${file}:${line}:${col}`,
  }
}

const QUOTES = 'a value that begins with this character must stand in quotes'

const SYNTAX: Readonly<Record<string, string>> = {
  BAD_ALIAS: QUOTES,
  BAD_DIRECTIVE: QUOTES,
  BAD_DQ_ESCAPE: 'a backslash in double quotes must be doubled; single quotes take it as it is',
  BAD_INDENT: 'the indentation does not fit the lines above, or a bracket there is not closed',
  BAD_SCALAR_START: QUOTES,
  DUPLICATE_KEY: 'is given twice',
  MISSING_CHAR: 'a quote, bracket, comma, colon or dash is missing near here',
  MULTIPLE_DOCS: 'only one document may be in the file',
  TAB_AS_INDENT: 'lines must be indented by spaces, not by tabs',
  TAG_RESOLVE_FAILED: QUOTES,
}

const NO_ANCHOR =
  'an alias (*name) has no anchor (&name) before it or stands within it, or there are too many'

/** The text as plain data; undefined if its aliases give none. */
function plainData(document: Document): { readonly value: unknown } | undefined {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    return refersToItself(value) ? undefined : { value }
  } catch {
    return undefined
  }
}

function refersToItself(value: unknown, within: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (within.includes(value)) return true
  return Object.values(value).some((item) => refersToItself(item, [...within, value]))
}

function settingsIn(value: unknown, path: readonly string[], original: Original): YamlFound {
  const kind = kindOf(path)
  if (kind === undefined) return { given: [], problems: [unknownKey(path, original)] }
  if (isBlank(value)) return { given: [], problems: [] }
  if (kind === 'setting') return { given: [fileGiven(path, value, original)], problems: [] }
  if (!isMapping(value)) return { given: [], problems: [noMapping(path, original)] }
  const found = Object.entries(value).map(([key, item]) =>
    settingsIn(item, [...path, key], original),
  )
  return {
    given: found.flatMap(({ given }) => given),
    problems: found.flatMap(({ problems }) => problems),
  }
}

function fileGiven(path: readonly string[], raw: unknown, { data, places }: Original): Given {
  return {
    path: path.join('.'),
    raw,
    source: 'file',
    where: (inner, ofKey) => places([...path, ...inner], ofKey),
    written: (inner) => valueAt(data, [...path, ...inner]),
  }
}

function noMapping(path: readonly string[], { places }: Original): Problem {
  return { path: path.join('.'), reason: 'must be a mapping', where: places(path, false) }
}

function unknownKey(path: readonly string[], { places }: Original): Problem {
  const [group, key] = [path.slice(0, -1).join('.'), path.at(-1) ?? '']
  const prefix = group === '' ? '' : `${group}.`
  const siblings = [...PATHS]
    .filter((known) => known.startsWith(prefix))
    .map((known) => known.slice(prefix.length).split('.')[0] ?? '')
  const [near] = nearNames(key, new Set(siblings), 1)
  const nearest = near === undefined ? nearNames(key, PATHS, 1)[0] : `${prefix}${near}`
  return { path: pathName('', path), reason: UNKNOWN_KEY, nearest, where: places(path, true) }
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a path of the file is; the file itself, with no path, is a group. */
function kindOf(path: readonly string[]): 'setting' | 'group' | undefined {
  const name = path.join('.')
  if (path.some((key) => key.includes('.'))) return undefined
  if (PATHS.has(name)) return 'setting'
  const isGroup = path.length === 0 || [...PATHS].some((known) => known.startsWith(`${name}.`))
  return isGroup ? 'group' : undefined
}

const PATHS: ReadonlySet<string> = new Set(
  [...schema].filter(([, { envOnly }]) => envOnly !== true).map(([path]) => path),
)
