import { adminWarnings } from '../../config/load.ts'
import { ok, warning } from '../findings/finding.ts'
import type { Check } from './check.ts'

const ABOUT = 'access'

/** Who may use a router that listens beyond this machine. */
export const accessCheck: Check = ({ loaded: { settings } }) => {
  const { host, access } = settings
  const isOpen = adminWarnings({ ...settings, access: { ...access, adminApiKey: undefined } })
  if (isOpen.length === 0) return [ok(ABOUT, 'only this machine can reach the router')]
  const admin = adminWarnings(settings).map((text) =>
    warning(ABOUT, text, 'set ROUTER_ADMIN_API_KEY to a long random text to use it from elsewhere'),
  )
  if (access.apiKey !== undefined) return [ok(ABOUT, `${host}: /v1 wants a key`), ...admin]
  const text = `${host} lets everybody on the network use /v1 without a key`
  return [warning(ABOUT, text, 'set ROUTER_API_KEY to a long random text'), ...admin]
}
