import type { BackendSettings } from '../contracts/backend.ts'
import type { Problem } from './config-error.ts'
import type { Source } from './given.ts'
import { resolveBackend } from './resolve-backend.ts'
import type { Values } from './schema.ts'
import { schema } from './schema.ts'
import { timeoutsOf } from './settings.ts'
import { shorthandBackend } from './shorthand.ts'

export interface ConfiguredBackends {
  readonly backends: readonly BackendSettings[]
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
}

/** The backends of the file; only where it lists none, the one that variables name. */
export function configuredBackends(
  values: Values,
  sources: ReadonlyMap<string, Source>,
): ConfiguredBackends {
  const defaults = { timeouts: timeoutsOf(values), mediaUrls: values.media_urls }
  if (values.backends.length > 0) {
    const backends = values.backends.map((entry) => resolveBackend(entry, defaults))
    return { backends, problems: [], warnings: ignoredShorthand(values, sources) }
  }
  const { backend, problem, warnings } = shorthandBackend(values, sources)
  const backends = backend === undefined ? [] : [resolveBackend(backend, defaults)]
  return {
    backends,
    problems: problem === undefined ? [] : [problem],
    warnings: [...warnings, ...backends.flatMap(onlyByName)],
  }
}

/** What the file puts into its own backends, as `${env.X}`, is used. */
function ignoredShorthand(values: Values, sources: ReadonlyMap<string, Source>): string[] {
  const byPath: Readonly<Record<string, unknown>> = values
  const used = new Set<unknown>(values.backends.flatMap(({ url, api_key }) => [url, api_key]))
  const names = [...schema]
    .filter(([path]) => path.startsWith('shorthand.') && sources.get(path) !== 'default')
    .flatMap(([path, { env }]) => (used.has(byPath[path]) ? [] : [env]))
  if (names.length === 0) return []
  return [
    `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not used: the file lists backends`,
  ]
}

function onlyByName({ remote, name }: BackendSettings): string[] {
  if (!remote) return []
  return [
    `${name} is remote, so its models answer only to their exact names: to let the router choose among some, list it under backends: in smarterrouter.yaml with models:`,
  ]
}
