import type { FailureCode } from '../../contracts/errors.ts'

export interface ConnectionFault {
  readonly code: FailureCode
  /** Ends the sentence "The backend x …". */
  readonly text: string
}

interface Thrown {
  readonly name?: unknown
  readonly code?: unknown
  readonly syscall?: unknown
  readonly message?: unknown
}

const REASONS: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'its name could not be looked up',
  EADDRNOTAVAIL: 'no address to connect from',
  ECONNREFUSED: 'the connection was refused',
  EHOSTDOWN: 'its host is down',
  EHOSTUNREACH: 'no route to its host',
  ENETDOWN: 'the network is down',
  ENETUNREACH: 'no route to its network',
  ENOTFOUND: 'its name is unknown',
  UND_ERR_CLOSED: 'its connections are closed',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_DESTROYED: 'its connections are closed',
}

const TLS = /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)|_CERT/
/** What may go wrong once a request is on its way, by the error's code or name. */
const FAULTS: readonly (readonly [RegExp, ConnectionFault])[] = [
  [
    /^(?:TimeoutError|UND_ERR_(?:HEADERS|BODY)_TIMEOUT)$/,
    { code: 'upstream_ttft_timeout', text: 'did not answer in time' },
  ],
  [
    /^(?:HTTPParserError|HPE_.*|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/,
    { code: 'upstream_invalid_response', text: 'sent something that is not HTTP' },
  ],
  [
    /^UND_ERR_RES_EXCEEDED_MAX_SIZE$/,
    { code: 'upstream_too_large', text: 'sent an answer that is too large' },
  ],
]

/** How far an exchange had come. */
interface Progress {
  /** The request was on its way; undefined = not known, errors that only happen before that tell. */
  readonly sent?: boolean | undefined
  /** An answer had begun and said how long it would be. */
  readonly announced: boolean
}

/** What went wrong with a connection. */
export function connectionFault(thrown: unknown, { sent, announced }: Progress): ConnectionFault {
  const error: Thrown = isThrown(thrown) ? thrown : {}
  const code = typeof error.code === 'string' ? error.code : ''
  const name = typeof error.name === 'string' ? error.name : ''
  const reason = sent === true ? undefined : unreachable(code, error)
  if (reason !== undefined || sent === false) {
    const text = `cannot be reached: ${reason ?? 'no connection'}`
    return { code: 'upstream_unreachable', text }
  }
  const [, fault] = FAULTS.find(([is]) => is.test(code) || is.test(name)) ?? []
  return fault ?? brokenOff(code, announced)
}

function brokenOff(code: string, announced: boolean): ConnectionFault {
  if (announced && code === 'UND_ERR_SOCKET') {
    return { code: 'upstream_invalid_response', text: 'sent less than it announced' }
  }
  return { code: 'upstream_error', text: `broke off the connection${code && ` (${code})`}` }
}

/** Why there was no connection to send anything on; undefined when there was one. */
function unreachable(code: string, { syscall, message }: Thrown): string | undefined {
  const reason = REASONS[code]
  if (reason !== undefined) return reason
  if (TLS.test(code)) return `its certificate or TLS was not accepted (${code})`
  if (syscall === 'connect') return `no connection (${code})`
  const handshake = typeof message === 'string' && message.includes('secure TLS connection')
  return handshake ? 'it broke off the TLS handshake' : undefined
}

function isThrown(thrown: unknown): thrown is Thrown {
  return typeof thrown === 'object' && thrown !== null
}
