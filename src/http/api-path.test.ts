import { expect, it } from 'vitest'
import { apiPath } from './api-path.ts'

it.each([
  ['/v1/chat/completions', '/v1/chat/completions'],
  ['/v1/v1/chat/completions', '/v1/chat/completions'],
  ['/v1/v1/v1/models?x=/v1/v1/', '/v1/models?x=/v1/v1/'],
  ['//v1//v1/models', '/v1/models'],
  ['/v1//models', '/v1/models'],
  ['//chat/completions', '/v1/chat/completions'],
  ['/v1/models/v1/x//y', '/v1/models/v1/x//y'],
  ['/chat/completions?model=a', '/v1/chat/completions?model=a'],
  ['/embeddings', '/v1/embeddings'],
  ['/messages?beta=true', '/v1/messages?beta=true'],
  ['/messages/count_tokens', '/v1/messages/count_tokens'],
  ['/models/a/b', '/v1/models/a/b'],
  ['/modelsx', '/modelsx'],
  ['/', '/'],
  ['/admin/models', '/admin/models'],
])('%s means %s', (url, meant) => {
  expect(apiPath(url)).toBe(meant)
})
