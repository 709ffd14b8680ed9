import { createHash } from 'node:crypto'
import { authorise } from '../authorise.ts'
import type { Endpoint, HomePart } from '../endpoint.ts'
import { homePage } from '../home-page.ts'

const PAGE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Says that the router runs: as JSON, or to a person as a page that tells what to do next. */
export const home: Endpoint = {
  method: 'GET',
  path: '/',
  access: 'anyone',
  handle(http, request, reply) {
    const { version, homePart } = http.settings
    if (!/text\/html/i.test(request.headers.accept ?? '')) {
      return { status: 'running', service: 'SmarterRouter', version }
    }
    void reply
      .headers({ ...PAGE_HEADERS, 'content-security-policy': policyFor(homePart) })
      .type('text/html; charset=utf-8')
    const { catalog } = http.serving.snapshot()
    const origin = `http://${request.headers.host ?? 'localhost'}`
    const { settings } = http
    const isAdmin = authorise('admin', request, settings) === undefined
    return homePage({ settings, readiness: http.readiness(), catalog, isAdmin, origin })
  },
}

/** No script runs but that of the page's own part, which may call this router only. */
function policyFor(part: HomePart | undefined): string {
  if (part === undefined) return POLICY
  const hash = createHash('sha256').update(part.script).digest('base64')
  return `${POLICY}; script-src 'sha256-${hash}'; connect-src 'self'`
}
