import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { authorise } from './authorise.ts'
import type { Endpoint, HttpSettings } from './endpoint.ts'

type Asked = Partial<FastifyRequest['headers']> & { readonly peer?: string }

function code(access: Endpoint['access'], keys: Partial<HttpSettings>, asked: Asked = {}) {
  const { peer = '127.0.0.1', ...headers } = { host: 'localhost', ...asked }
  const request = { headers, socket: { remoteAddress: peer } } as unknown as FastifyRequest
  const settings = { apiKey: undefined, adminApiKey: undefined, ...keys } as HttpSettings
  return authorise(access, request, settings)?.code
}

describe('authorise', () => {
  const bearer = { authorization: 'Bearer k' }
  it.each<[string, ReturnType<typeof code>, string | undefined]>([
    ['clients without a key set', code('client', {}), undefined],
    ['clients with a key of their own', code('client', {}, bearer), undefined],
    ['clients that have the key', code('client', { apiKey: 'k' }, bearer), undefined],
    ['clients that lack it', code('client', { apiKey: 'k' }), 'invalid_api_key'],
    [
      'clients with the key of admins',
      code('client', { apiKey: 'c', adminApiKey: 'k' }, bearer),
      'invalid_api_key',
    ],
    ['anyone, whatever is set', code('anyone', { apiKey: 'k', adminApiKey: 'k' }), undefined],
    ['this machine, without a key set', code('admin', {}), undefined],
    ['another machine, without a key set', code('admin', {}, { peer: '10.0.0.1' }), 'not_allowed'],
    [
      'this machine, without the key that is set',
      code('admin', { adminApiKey: 'k' }),
      'invalid_api_key',
    ],
    [
      'another machine with the key',
      code('admin', { adminApiKey: 'k' }, { peer: '10.0.0.1', ...bearer }),
      undefined,
    ],
  ])('%s', (_, given, expected) => {
    expect(given).toBe(expected)
  })
})
