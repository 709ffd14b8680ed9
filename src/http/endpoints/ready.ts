import type { Endpoint } from '../endpoint.ts'

/** Whether requests can be answered: 503 without a usable backend and from the first signal to stop on. */
export const ready: Endpoint = {
  method: 'GET',
  path: '/ready',
  access: 'anyone',
  handle(http, _request, reply) {
    const { ready: isReady, reason } = http.readiness()
    void reply.code(isReady ? 200 : 503)
    return { status: isReady ? 'ready' : 'not_ready', reason }
  },
}
