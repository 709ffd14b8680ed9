import type { Endpoint } from '../endpoint.ts'

export const metrics: Endpoint = {
  method: 'GET',
  path: '/metrics',
  access: 'anyone',
  async handle(http, _request, reply) {
    const { contentType, text } = await http.metrics()
    void reply.type(contentType)
    return text
  },
}
