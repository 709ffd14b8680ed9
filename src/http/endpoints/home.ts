import { authorise } from '../authorise.ts'
import type { Endpoint } from '../endpoint.ts'
import { homePage } from '../home-page.ts'

const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

/** Says that the router runs: as JSON, or to a person as a page that tells what to do next. */
export const home: Endpoint = {
  method: 'GET',
  path: '/',
  access: 'anyone',
  handle(http, request, reply) {
    const { version } = http.settings
    if (!/text\/html/i.test(request.headers.accept ?? '')) {
      return { status: 'running', service: 'SmarterRouter', version }
    }
    void reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8')
    const { catalog } = http.serving.snapshot()
    const origin = `http://${request.headers.host ?? 'localhost'}`
    const { settings } = http
    const isAdmin = authorise('admin', request, settings) === undefined
    return homePage({ settings, readiness: http.readiness(), catalog, isAdmin, origin })
  },
}
