import { type Agent, type Dispatcher, request } from 'undici'
import { GatewayError } from '../../contracts/errors.ts'
import { withDeadline } from '../../std/with-deadline.ts'
import { failureFromError, speakerOf } from './failure.ts'
import { headBytes, type Peer, requestHeaders } from './request-headers.ts'
import type { ForeignHeaders } from './retry-after.ts'

export interface HttpCall {
  readonly method: 'GET' | 'POST'
  /** From the backend's url on, query and all. */
  readonly path: string
  /** A JSON value. */
  readonly body?: unknown
  /** Of the answer; 32 MiB unless told. */
  readonly maxBytes?: number
  /** For the whole answer; none unless told. */
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: ForeignHeaders
  readonly body: Buffer
}

const MAX_BYTES = 32 << 20
/** Informational answers (100, 103) before the real one. */
const MAX_INFORMATIONAL = 10
/** Longer than this a timer cannot run. */
const NO_DEADLINE = 2 ** 31 - 1

/**
 * One whole request and answer, of any status. Redirects are not followed and nothing is decompressed. Throws a
 * GatewayError when there is no usable answer, and the signal's own reason when it aborts.
 */
export async function httpCall(agent: Agent, peer: Peer, call: HttpCall): Promise<HttpAnswer> {
  try {
    const deadline = call.timeoutMs ?? NO_DEADLINE
    return await withDeadline(
      deadline,
      (signal) => exchange(agent, peer, { ...call, signal }),
      call.signal,
    )
  } catch (thrown) {
    if (call.signal.aborted) throw call.signal.reason
    throw failureFromError(thrown, { backend: peer.name, requestBytes: bytesOfRequest(peer, call) })
  }
}

function bytesOfRequest(peer: Peer, { path, body }: HttpCall): number {
  const bodyBytes = Buffer.byteLength(JSON.stringify(body) ?? '')
  return headBytes(peer.url + path, requestHeaders(peer)) + bodyBytes
}

async function exchange(agent: Agent, peer: Peer, call: HttpCall): Promise<HttpAnswer> {
  const flood = new AbortController()
  let informational = 0
  const { statusCode, headers, body } = await request(peer.url + call.path, {
    dispatcher: agent,
    method: call.method,
    headers: requestHeaders(peer),
    body: call.body === undefined ? null : JSON.stringify(call.body),
    signal: AbortSignal.any([call.signal, flood.signal]),
    onInfo: () => {
      if (++informational > MAX_INFORMATIONAL) flood.abort(invalid('endless informational answers'))
    },
  })
  return {
    status: statusCode,
    headers,
    body: await bytesOfAnswer({ headers, body }, call.maxBytes ?? MAX_BYTES, peer),
  }
}

async function bytesOfAnswer(
  { headers, body }: Pick<Dispatcher.ResponseData, 'headers' | 'body'>,
  maxBytes: number,
  peer: Peer,
): Promise<Buffer> {
  try {
    return await collected({ headers, body }, maxBytes, peer)
  } catch (thrown) {
    throw failureFromError(thrown, { backend: peer.name, sent: true, headers })
  }
}

async function collected(
  { headers, body }: Pick<Dispatcher.ResponseData, 'headers' | 'body'>,
  maxBytes: number,
  peer: Peer,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    refuseEncoded(headers, peer)
    bytes += chunk.length
    if (bytes > maxBytes) {
      throw new GatewayError(
        'upstream_too_large',
        `The backend sent an answer larger than ${maxBytes >> 20} MiB.`,
      )
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

function refuseEncoded(headers: ForeignHeaders, peer: Peer): void {
  const encoding = headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') return
  const said = speakerOf(peer).clean(String(encoding))
  throw invalid(`an answer encoded as ${said}, which nobody asked for`)
}

function invalid(what: string): GatewayError {
  return new GatewayError('upstream_invalid_response', `The backend sent ${what}.`)
}
