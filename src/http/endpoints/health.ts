import type { Endpoint } from '../endpoint.ts'

/** The process lives. */
export const health: Endpoint = {
  method: 'GET',
  path: '/health',
  access: 'anyone',
  handle: () => ({ status: 'healthy' }),
}
