import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type FailureDetails, GatewayError } from '../contracts/errors.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { sendFailure, toGatewayError } from './fail.ts'

async function answered(error: GatewayError): Promise<Response> {
  const server = createServer((_, res) => sendFailure(res, openaiChat, { error, requestId: 'r1' }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const whole = new Response(await response.text(), response)
  server.close()
  return whole
}

const upstream = (details: FailureDetails) =>
  new GatewayError('upstream_overloaded', 'Büsy.', details)

describe('sendFailure', () => {
  it('has status, four fields and the headers it was given', async () => {
    const response = await answered(
      new GatewayError('invalid_request', 'n: müst be 1.', { param: 'n' }),
    )
    expect(response.status).toBe(400)
    expect(response.headers.get('x-request-id')).toBe('r1')
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(response.headers.get('retry-after')).toBeNull()
    expect(await response.json()).toEqual({
      error: {
        message: 'n: müst be 1.',
        type: 'invalid_request_error',
        param: 'n',
        code: 'invalid_request',
      },
    })
  })

  it.each([
    [upstream({ retryAfterMs: 3_200 }), '4', null, 'false'],
    [upstream({ retryAfterMs: 90_000 }), '20', null, 'false'],
    [upstream({ retryAfterMs: 250.5 }), '1', '251', 'false'],
    [upstream({}), '5', null, 'false'],
    [new GatewayError('no_backends', 'x'), '5', null, null],
    [new GatewayError('draining', 'x'), '5', null, null],
  ])(
    'says when to come back, soon enough, and invites to it only if it was ours',
    async (error, seconds, milliseconds, retry) => {
      const { headers } = await answered(error)
      expect(headers.get('retry-after')).toBe(seconds)
      expect(headers.get('retry-after-ms')).toBe(milliseconds)
      expect(headers.get('x-should-retry')).toBe(retry)
    },
  )
})

describe('toGatewayError', () => {
  it.each([
    [{ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }, 'body_too_large'],
    [{ code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 }, 'unsupported_media_type'],
    [{ code: 'FST_ERR_CTP_EMPTY_JSON_BODY', statusCode: 400 }, 'invalid_json'],
    [{ code: 'FST_ERR_BAD_URL', statusCode: 400 }, 'invalid_request'],
    [{ code: 'FST_ERR_UNHEARD_OF', statusCode: 500 }, 'internal_error'],
    [new Error('secret'), 'internal_error'],
    ['thrown', 'internal_error'],
    [new GatewayError('draining', 'x'), 'draining'],
  ])('%o is %s', (thrown, code) => {
    expect(toGatewayError(thrown).code).toBe(code)
  })

  it('tells nobody what went wrong inside', () => {
    expect(toGatewayError(new Error('secret')).message).not.toContain('secret')
  })
})
