import type { Given, InnerPath, Source } from './given.ts'
import type { LoadedConfig } from './load.ts'
import { pathName } from './path-name.ts'
import { schema } from './schema.ts'
import type { Setting } from './setting.ts'
import { showValue } from './show-value.ts'

/** One effective value, and where it comes from. */
export interface ExplainedValue {
  /** As in the file, such as `backends[0].url`; a setting that has no place there goes by its variable. */
  readonly path: string
  /** Never a secret's; undefined = none is set. */
  readonly value: unknown
  /** Its value is not to be shown: `value` only tells `set` or `not set`. */
  readonly secret: boolean
  readonly source: Source
  /** `smarterrouter.yaml:12:7`, `ROUTER_PORT in .env`, `ROUTER_PORT` or `--port`; undefined for a default. */
  readonly where?: string
  /** The variable that sets it. */
  readonly variable?: string
  /** Accepted, but nothing reads it yet. */
  readonly later: boolean
}

/** Every effective value of a configuration; those made of several parts part by part. */
export function explainValues({ values, sources, written }: LoadedConfig): ExplainedValue[] {
  const byPath: Readonly<Record<string, unknown>> = values
  return [...schema].flatMap(([path, setting]) =>
    leaves(byPath[path], []).map(({ inner, value }) =>
      explained(
        { path, inner, value, setting },
        { source: sources.get(path) ?? 'default', given: written.get(path) },
      ),
    ),
  )
}

interface Leaf {
  readonly inner: InnerPath
  readonly value: unknown
}

/** The parts of a value that are no mappings, and no lists of mappings. */
function leaves(value: unknown, inner: InnerPath): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ inner, value }]
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return [{ inner, value }]
  }
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  if (entries.length === 0) return [{ inner, value }]
  return entries
    .filter(([, item]) => item !== undefined)
    .flatMap(([key, item]) => leaves(item, [...inner, key]))
}

interface Part extends Leaf {
  readonly path: string
  readonly setting: Setting
}

function explained(
  { path, inner, value, setting }: Part,
  { source, given }: { readonly source: Source; readonly given: Given | undefined },
): ExplainedValue {
  const secret =
    setting.secret === true || inner.some((key) => setting.secretKeys?.includes(String(key)))
  const { env } = setting
  return {
    path: pathName((setting.envOnly && env) || path, inner),
    value: secret ? told(value) : withoutCredentials(value),
    secret,
    source,
    ...(given !== undefined && { where: given.where(inner, false) }),
    ...(env !== undefined && inner.length === 0 && { variable: env }),
    later: setting.later === true,
  }
}

function told(value: unknown): string {
  return value === undefined ? 'not set' : 'set'
}

/** An address may carry what its setting does not know to be a secret. */
function withoutCredentials(value: unknown): unknown {
  return typeof value === 'string' && value.includes('://') ? showValue(value) : value
}
