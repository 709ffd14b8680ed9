import { errors } from 'undici'
import { describe, expect, it } from 'vitest'
import { recorded } from '../../../test/support/recorded.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { toByteText } from '../../std/json-spans.ts'
import { errorFromEvent, failureFrom, failureFromError, failureFromNonsense } from './failure.ts'

const attic = { backend: 'attic', clean: (text: string) => text.replaceAll('10.1', '') }

type Headers = Readonly<Record<string, string>>

function failure(status: number, body: unknown, headers: Headers = {}): GatewayError {
  const text = toByteText(typeof body === 'string' ? body : JSON.stringify(body))
  return failureFrom({ status, headers, text }, attic)
}

describe('a recorded failure', () => {
  it.each([
    ['ollama-0.24.0-error-bad-json', 'upstream_rejected'],
    ['ollama-0.24.0-error-chat-on-embedding', 'upstream_rejected'],
    ['ollama-0.24.0-error-host-header', 'upstream_auth_failed'],
    ['ollama-0.24.0-error-think', 'upstream_rejected'],
    ['ollama-0.24.0-error-tools-on-plain-model', 'upstream_rejected'],
    ['ollama-0.24.0-error-unknown-model', 'model_not_found'],
    ['ollama-0.24.0-embed-overflow-no-truncate', 'context_length_exceeded'],
    ['ollama-0.24.0-limit-queue-full', 'upstream_overloaded'],
    ['llama.cpp-b10434-chat-no-autoload', 'model_not_found'],
    ['llama.cpp-b10434-chat-unknown-model', 'model_not_found'],
    ['llama.cpp-b10434-load-unknown', 'model_not_found'],
    ['llama.cpp-b11549-error-context', 'context_length_exceeded'],
    ['llama.cpp-b11549-error-embeddings-off', 'upstream_error'],
    ['llama.cpp-b11549-error-image', 'upstream_error'],
    ['llama.cpp-b11549-loading-health', 'upstream_overloaded'],
  ])('%s is %s', (name, code) => {
    const { status, json, text } = recorded(name).response
    expect(failure(status, json ?? text)).toMatchObject({ code, details: { backend: 'attic' } })
  })
})

describe('an error status', () => {
  it.each([
    [400, 'upstream_rejected'],
    [401, 'upstream_auth_failed'],
    [402, 'upstream_auth_failed'],
    [403, 'upstream_auth_failed'],
    [404, 'model_not_found'],
    [405, 'upstream_error'],
    [408, 'upstream_error'],
    [413, 'upstream_rejected'],
    [422, 'upstream_rejected'],
    [429, 'upstream_rate_limited'],
    [499, 'upstream_error'],
    [500, 'upstream_error'],
    [503, 'upstream_error'],
    [504, 'upstream_error'],
    [529, 'upstream_overloaded'],
    [301, 'upstream_invalid_response'],
    [204, 'upstream_invalid_response'],
  ])('%i is %s', (status, code) => {
    expect(failure(status, '').code).toBe(code)
  })

  it.each([
    ["This model's maximum context length is 4096 tokens. However, you requested 5000", 400],
    ['The decoder prompt (length 5000) is longer than the maximum model length of 4096.', 400],
    ["The input (5000 tokens) is longer than the model's context length (4096 tokens).", 400],
    ['prompt too long; exceeded max context length by 12 tokens', 400],
    [
      'Trying to keep the first 5000 tokens; the model is loaded with context length of only 4096',
      400,
    ],
    ['prompt is too long: 210000 tokens > 200000 maximum', 400],
    ['input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000', 400],
    ['input (700 tokens) is too large to process. increase the physical batch size', 500],
  ])('tells that the prompt does not fit: %s', (message, status) => {
    expect(failure(status, { error: { message } }).code).toBe('context_length_exceeded')
  })

  it('may mean that nobody has paid', () => {
    const message = 'Your credit balance is too low to access the Anthropic API.'
    const error = { type: 'invalid_request_error', message }
    expect(failure(400, { type: 'error', error }).code).toBe('upstream_auth_failed')
  })

  it('may speak of contexts and rates without meaning the prompt', () => {
    expect(failure(400, { error: 'num_ctx: the context length must be positive' }).code).toBe(
      'upstream_rejected',
    )
    const slow = { error: { message: 'tokens per minute exceed the context window quota' } }
    expect(failure(429, slow).code).toBe('upstream_rate_limited')
  })

  it('is temporary when it says for how long', () => {
    expect(failure(503, '', { 'retry-after': '7' })).toMatchObject({
      code: 'upstream_overloaded',
      details: { retryAfterMs: 7000 },
    })
    expect(failure(429, '', { 'retry-after-ms': '250' }).details.retryAfterMs).toBe(250)
    expect(failure(429, '').details).not.toHaveProperty('retryAfterMs')
  })
})

describe('the message', () => {
  it.each([
    ['Ollama', { error: 'no good' }, 'no good'],
    ['OpenAI', { error: { message: 'no good', type: 'invalid_request_error' } }, 'no good'],
    ['llama.cpp', { error: { code: 400, message: 'no good' } }, 'no good'],
    ['old vLLM', { object: 'error', message: 'no good', code: 400 }, 'no good'],
    ['FastAPI', { detail: 'no good' }, 'no good'],
    [
      'FastAPI’s checks',
      { detail: [{ loc: ['body', 'messages', 0], msg: 'no good' }, { msg: 'nor this' }] },
      'messages.0: no good; nor this',
    ],
    ['plain text', 'no good', 'no good'],
  ])('is read from %s', (_, body, message) => {
    expect(failure(400, body).message).toBe(message)
  })

  it.each(['<html><h1>400</h1></html>', '{"error":', '', '{}', '[]', 'null', '{"error":{}}'])(
    'is our own for %o',
    (body) => {
      expect(failure(400, body).message).toBe('The backend attic rejected the request (HTTP 400).')
    },
  )

  it('names the backend when it is the one that failed', () => {
    expect(failure(500, { error: 'out of memory' }).message).toBe(
      'The backend attic failed (HTTP 500): out of memory',
    )
  })

  it('never repeats what a server says of the router’s key', () => {
    expect(failure(401, { error: 'Incorrect API key provided: sk-abcd' }).message).not.toContain(
      'sk-',
    )
  })
})

describe('an error in a successful answer', () => {
  it.each([
    [{ error: { message: 'x', code: 400 } }, 'upstream_rejected'],
    [{ error: { message: 'x', code: '429' } }, 'upstream_rate_limited'],
    [{ error: { message: 'x', type: 'invalid_request_error' } }, 'upstream_rejected'],
    [{ error: { message: 'x', code: 'context_length_exceeded' } }, 'context_length_exceeded'],
    [{ error: { message: 'x', code: 'model_not_found' } }, 'model_not_found'],
    [{ error: { message: 'x', code: 502 } }, 'upstream_error'],
    [{ error: { message: 'x', type: 'constructor' } }, 'upstream_error'],
    [{ error: 'x' }, 'upstream_error'],
    [{ object: 'error', message: 'x', code: 404 }, 'model_not_found'],
  ])('%o is %s', (body, code) => {
    expect(failure(200, body).code).toBe(code)
    expect(errorFromEvent(body, attic)).toMatchObject({ code, details: { backend: 'attic' } })
  })

  it.each(['', 'hello', '{"choices":5}', '{"error":null}'])('is not in %o', (body) => {
    expect(failure(200, body).code).toBe('upstream_invalid_response')
  })

  it('may be the event of a stream', () => {
    const event = { type: 'error', message: 'try http://10.1.2.3:8080/x', code: '503' }
    const error = errorFromEvent(event, attic)
    expect(error.code).toBe('upstream_error')
    expect(error.message).not.toContain('10.1')
  })
})

describe('an answer that cannot be read', () => {
  it('is the backend’s fault, not the connection’s', () => {
    const error = failureFromNonsense(new TypeError('x is not a function'), 'attic')
    expect(error).toMatchObject({
      code: 'upstream_invalid_response',
      message: 'The backend attic sent an answer that makes no sense.',
      details: { backend: 'attic', cause: expect.any(TypeError) },
    })
  })

  it('keeps what its dialect found', () => {
    const found = new GatewayError('upstream_invalid_response', 'The backend sent no embeddings.')
    expect(failureFromNonsense(found, 'attic')).toMatchObject({
      message: 'The backend attic sent no embeddings.',
      details: { backend: 'attic' },
    })
  })
})

function coded(code: string, more: object = {}): Error {
  return Object.assign(new Error('no'), { code }, more)
}

describe('an error of the connection', () => {
  it.each([
    [coded('ECONNREFUSED'), 'upstream_unreachable'],
    [coded('ENOTFOUND'), 'upstream_unreachable'],
    [coded('EAI_AGAIN'), 'upstream_unreachable'],
    [coded('ETIMEDOUT', { syscall: 'connect' }), 'upstream_unreachable'],
    [new errors.ConnectTimeoutError('10.0.0.1:80'), 'upstream_unreachable'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'upstream_unreachable'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'upstream_unreachable'],
    [coded('CERT_HAS_EXPIRED'), 'upstream_unreachable'],
    [coded('EPROTO'), 'upstream_unreachable'],
    [coded('ECONNRESET'), 'upstream_error'],
    [coded('EPIPE'), 'upstream_error'],
    [coded('ETIMEDOUT', { syscall: 'read' }), 'upstream_error'],
    [new errors.SocketError('other side closed'), 'upstream_error'],
    [
      Object.assign(new errors.HTTPParserError('bad'), { code: 'HPE_INVALID_CONSTANT' }),
      'upstream_invalid_response',
    ],
    [new errors.HeadersOverflowError('big'), 'upstream_invalid_response'],
    [new errors.ResponseExceededMaxSizeError('big'), 'upstream_too_large'],
    [new errors.BodyTimeoutError('slow'), 'upstream_ttft_timeout'],
    [new DOMException('slow', 'TimeoutError'), 'upstream_ttft_timeout'],
    ['a string', 'upstream_error'],
    [undefined, 'upstream_error'],
  ])('%o is %s', (thrown, code) => {
    const error = failureFromError(thrown, { backend: 'attic' })
    expect(error).toMatchObject({ code, details: { backend: 'attic' } })
    expect(error.message).toContain('attic')
    expect(error.message).not.toContain('10.0.0.1')
  })

  it('is believed as to whether anything was sent', () => {
    const thrown = coded('ECONNRESET')
    expect(failureFromError(thrown, { backend: 'a', sent: false }).code).toBe(
      'upstream_unreachable',
    )
    const refused = coded('UND_ERR_DESTROYED')
    expect(failureFromError(refused, { backend: 'a', sent: true }).code).toBe('upstream_error')
  })

  it('is told whose it is, unless it is the client’s', () => {
    const broken = new GatewayError('upstream_invalid_response', 'garbage')
    expect(failureFromError(broken, { backend: 'attic' }).details.backend).toBe('attic')
    const own = new GatewayError('invalid_request', 'no')
    expect(failureFromError(own, { backend: 'attic' })).toBe(own)
  })

  it('names who sent less than it announced', () => {
    const place = { backend: 'attic', sent: true, headers: { 'content-length': '500' } }
    const cut = new errors.SocketError('other side closed')
    expect(failureFromError(cut, place).code).toBe('upstream_invalid_response')
    expect(failureFromError(cut, { ...place, headers: {} }).code).toBe('upstream_error')
    expect(failureFromError(coded('ECONNRESET'), place).code).toBe('upstream_error')
    const found = new GatewayError('upstream_invalid_response', 'The backend sent no embeddings.')
    expect(failureFromError(found, place).message).toBe('The backend attic sent no embeddings.')
  })

  it('is stale only on a connection that had been of use before this request', () => {
    const stale = (thrown: Error): boolean | undefined =>
      failureFromError(thrown, { backend: 'attic', requestBytes: 500 }).details.stale
    const closed = (bytesRead: number, bytesWritten: number): Error => {
      const error = new errors.SocketError('other side closed')
      return Object.assign(error, { socket: { bytesRead, bytesWritten } })
    }
    expect(stale(closed(120, 700))).toBe(true)
    expect(stale(closed(0, 700))).toBeUndefined()
    expect(stale(closed(11, 480))).toBeUndefined()
    expect(stale(coded('ECONNREFUSED'))).toBeUndefined()
    expect(failureFromError(closed(120, 700), { backend: 'attic' }).details.stale).toBeUndefined()
  })
})
