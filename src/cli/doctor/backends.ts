import { redactor } from '../../std/redact.ts'
import { backendFinding } from '../findings/backend-finding.ts'
import { inContainer } from '../findings/in-container.ts'
import { noBackendFinding } from '../findings/no-backend-finding.ts'
import type { Check } from './check.ts'

/** Whether each backend can be used. */
export const backendsCheck: Check = ({ loaded, survey }) => {
  const isContainer = inContainer()
  if (survey.backends.length === 0) return [noBackendFinding(survey.kinds, isContainer)]
  const clean = redactor(loaded.settings.secrets)
  return survey.backends
    .map((backend) => backendFinding(backend, isContainer))
    .map((finding) => ({ ...finding, text: clean(finding.text) }))
}
