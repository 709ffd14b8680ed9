import { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import { adminEndpoints } from './admin/index.ts'
import { endpoints } from './endpoints/index.ts'
import { notFound } from './not-found.ts'

it.each([
  ['/nothing', 'not_found', undefined],
  ['/v1/chat/completions', 'method_not_allowed', 'POST'],
  ['/v1/chat/completions/', 'method_not_allowed', 'POST'],
  ['/v1/models?x=1', 'method_not_allowed', 'GET, HEAD'],
  ['/v1/models/a/b', 'method_not_allowed', 'GET, HEAD'],
  ['/v1/modelsx', 'not_found', undefined],
  ['/', 'method_not_allowed', 'GET, HEAD'],
  ['', 'not_found', undefined],
  ['/admin/jobs/1', 'method_not_allowed', 'GET, HEAD, DELETE'],
  ['/admin/jobs/1/events', 'method_not_allowed', 'GET, HEAD'],
  ['/admin/jobs//events', 'not_found', undefined],
])('%j is %s', (url, code, allow) => {
  const raw = new ServerResponse(Object.create({ method: 'PUT' }))
  expect(notFound([...endpoints, ...adminEndpoints], { url }, { raw }).code).toBe(code)
  expect(raw.getHeader('allow')).toBe(allow)
})
