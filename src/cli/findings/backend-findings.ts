import type { LoadedConfig } from '../../config/load.ts'
import { redactor } from '../../std/redact.ts'
import { type Survey, type Surveyed, serversAt } from '../../survey.ts'
import { backendFinding } from './backend-finding.ts'
import type { Finding } from './finding.ts'
import { inContainer } from './in-container.ts'
import { nameFindings } from './name-findings.ts'

/** What is found at every backend, with no secret in it: whether it can be used, and which of its models by which names. */
export async function backendFindings(
  { settings }: Pick<LoadedConfig, 'settings'>,
  { backends, catalog, kinds }: Survey,
): Promise<readonly Finding[]> {
  const isContainer = inContainer()
  const clean = redactor(settings.secrets)
  const models = [...catalog.models.values()].flatMap(({ placements }) => placements)
  const found = await Promise.all(
    backends.map(async (backend) => {
      const placements = models.filter((one) => one.backend === backend.settings.name)
      const known = await withActualKind(backend, kinds)
      return [
        backendFinding(known, { isContainer, placements }),
        ...nameFindings(known, placements, settings.names.routed),
      ]
    }),
  )
  return found.flat().map((finding) => ({ ...finding, text: clean(finding.text) }))
}

/** A server of another kind refuses any key: it is asked, without one, what it is. */
async function withActualKind(backend: Surveyed, kinds: Survey['kinds']): Promise<Surveyed> {
  if (backend.failure?.code !== 'upstream_auth_failed') return backend
  const claims = await serversAt(backend.settings.url, kinds)
  const [actual] = claims.includes(backend.kind) ? [] : claims
  return actual === undefined ? backend : { ...backend, actual }
}
