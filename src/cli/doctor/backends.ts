import { redactor } from '../../std/redact.ts'
import { backendFinding } from '../findings/backend-finding.ts'
import { noBackendFinding } from '../findings/no-backend-finding.ts'
import type { Check } from './check.ts'

/** Whether each backend can be used. */
export const backendsCheck: Check = ({ loaded, survey }) => {
  if (survey.backends.length === 0) return [noBackendFinding(survey.kinds)]
  const clean = redactor(loaded.settings.secrets)
  return survey.backends
    .map(backendFinding)
    .map((finding) => ({ ...finding, text: clean(finding.text) }))
}
