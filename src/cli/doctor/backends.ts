import { backendFindings } from '../findings/backend-findings.ts'
import { inContainer } from '../findings/in-container.ts'
import { noBackendFinding } from '../findings/no-backend-finding.ts'
import type { Check } from './check.ts'

/** Whether each backend can be used. */
export const backendsCheck: Check = ({ loaded, survey }) => {
  if (survey.backends.length === 0) return [noBackendFinding(survey.kinds, inContainer())]
  return backendFindings(loaded, survey)
}
