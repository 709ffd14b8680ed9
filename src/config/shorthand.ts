import { backendKinds } from '../backends/index.ts'
import type { BackendKind } from '../contracts/backend.ts'
import type { BackendEntry } from './backend-entry.ts'
import { backendUrl } from './backend-url.ts'
import type { Problem } from './config-error.ts'
import type { Source } from './given.ts'
import type { Values } from './schema.ts'

export interface Shorthand {
  readonly backend?: BackendEntry
  readonly problem?: Problem
  readonly warnings: readonly string[]
}

/**
 * The one backend that variables name; nothing when they name none. Without ROUTER_PROVIDER it is of the first kind
 * whose address is set. The address of the first kind of all serves any kind that has none of its own, unless a key is
 * set for it: keys go only to an address of their own kind.
 */
export function shorthandBackend(values: Values, sources: ReadonlyMap<string, Source>): Shorthand {
  const urlOf = ({ kind }: BackendKind): string | undefined => values[`shorthand.url.${kind}`]
  const provider = values['shorthand.provider']
  const withUrl = backendKinds.filter((kind) => urlOf(kind) !== undefined)
  const chosen =
    provider === undefined ? withUrl[0] : backendKinds.find(({ kind }) => kind === provider)
  const unused = unusedKeys(values, chosen)
  if (chosen === undefined) return { warnings: unused }
  const { kind } = chosen
  const apiKey = values[`shorthand.api_key.${kind}`]
  const ofAll = apiKey === undefined ? backendKinds[0] : undefined
  const url = urlOf(chosen) ?? (ofAll && urlOf(ofAll)) ?? usualUrl(chosen, apiKey)
  if (url === undefined) {
    const refused = [`shorthand.url.${kind}`, `shorthand.api_key.${kind}`].some(
      (path) => sources.get(path) !== 'default',
    )
    return { ...(!refused && { problem: needsUrl(chosen) }), warnings: unused }
  }
  const backend = { name: kind, kind, url, api_key: apiKey, prefix: values['shorthand.prefix'] }
  const others = provider === undefined && withUrl.length > 1 ? [oneOnly(withUrl)] : []
  return { backend, warnings: [...others, ...unused] }
}

/** A kind that takes a key is not called at its usual address without one. */
function usualUrl(kind: BackendKind, apiKey: string | undefined): string | undefined {
  if (kind.shorthand.apiKey !== undefined && apiKey === undefined) return undefined
  return backendUrl().parse(kind.shorthand.defaultUrl)
}

/** A key alone names no backend, and that of another kind goes nowhere. */
function unusedKeys(values: Values, chosen: BackendKind | undefined): readonly string[] {
  return backendKinds
    .filter((kind) => kind !== chosen && values[`shorthand.api_key.${kind.kind}`] !== undefined)
    .map(
      ({ kind, shorthand }) =>
        `${shorthand.apiKey} is set, but no backend uses it: set ROUTER_PROVIDER=${kind}, or list a backend with that key in smarterrouter.yaml`,
    )
}

function needsUrl({ kind, shorthand }: BackendKind): Problem {
  return {
    path: 'ROUTER_PROVIDER',
    value: kind,
    reason: `needs ${shorthand.url} or ${shorthand.apiKey}`,
    where: 'ROUTER_PROVIDER',
  }
}

function oneOnly([used, ...others]: readonly BackendKind[]): string {
  const ignored = others.map(({ shorthand }) => shorthand.url).join(', ')
  return `${ignored} is not used beside ${used?.shorthand.url}: list all backends in smarterrouter.yaml`
}
