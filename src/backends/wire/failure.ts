import { errors } from 'undici'
import { type FailureCode, type FailureDetails, GatewayError } from '../../contracts/errors.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { type Cleaner, messageCleaner } from './clean-message.ts'
import { connectionFault } from './connection-fault.ts'
import { failureCode, statusWithin } from './failure-code.ts'
import { type ForeignError, foreignError, isForeignError, readableBody } from './foreign-error.ts'
import type { Peer } from './request-headers.ts'
import { type ForeignHeaders, retryAfterMs } from './retry-after.ts'

export interface ForeignResponse {
  readonly status: number
  readonly headers: ForeignHeaders
  /** The body, as byte text. */
  readonly text: string
}

/** Who failed, and how its words become fit for clients. */
export interface Speaker {
  readonly backend: string
  readonly clean: Cleaner
}

/** This backend, as failures tell of it. */
export function speakerOf(peer: Peer): Speaker {
  return { backend: peer.name, clean: messageCleaner(peer) }
}

/** How long to leave a backend alone that is busy but does not say until when. */
const BUSY_MS = 1_000

/** What a response means that is no answer: an error status, a redirect, a success that holds an error or nonsense. */
export function failureFrom(
  { status, headers, text }: ForeignResponse,
  speaker: Speaker,
): GatewayError {
  const body = readableBody(fromByteText(text))
  const succeeded = status >= 200 && status < 300
  if (succeeded && !isForeignError(body)) return failureFromNonsense(undefined, speaker.backend)
  if (succeeded) return errorFromEvent(body, speaker)
  const wait = retryAfterMs(headers, Date.now())
  return failureOf({ status, told: ` (HTTP ${status})` }, foreignError(body), speaker, wait)
}

/** The failure that an error object within a stream or a successful answer stands for. */
export function errorFromEvent(payload: unknown, speaker: Speaker): GatewayError {
  const foreign = foreignError(payload)
  const status = statusWithin(foreign)
  return failureOf({ status, told: '' }, foreign, speaker)
}

/** The failure of an answer that came whole but cannot be read; GatewayErrors stay, but are told whose they are. */
export function failureFromNonsense(cause: unknown, backend: string): GatewayError {
  if (cause instanceof GatewayError) return attributed(cause, backend)
  const message = `The backend ${backend} sent an answer that makes no sense.`
  const details = { backend, ...(cause !== undefined && { cause }) }
  return new GatewayError('upstream_invalid_response', message, details)
}

/** Where an error of the connection was met; `sent` is undefined where that is not known. */
export interface ErrorPlace {
  readonly backend: string
  readonly sent?: boolean
  /** The most that the request took on the wire, as long as no answer has begun. */
  readonly requestBytes?: number
  /** Of the answer that had begun. */
  readonly headers?: ForeignHeaders
}

/**
 * What an error of the connection means: `upstream_unreachable` when nothing was sent, else `upstream_error` or what is
 * known better. GatewayErrors stay as they are, but are told whose they are.
 */
export function failureFromError(thrown: unknown, place: ErrorPlace): GatewayError {
  const { backend, sent, requestBytes, headers = {} } = place
  if (thrown instanceof GatewayError) return attributed(thrown, backend)
  const announced = headers['content-length'] !== undefined
  const { code, text } = connectionFault(thrown, { sent, announced })
  const stale = requestBytes !== undefined && isStale(thrown, requestBytes)
  const details = { backend, ...(stale && { stale }), cause: thrown }
  return new GatewayError(code, `The backend ${backend} ${text}.`, details)
}

/** Whether more than this request was written to the connection, and something was read from it. */
function isStale(thrown: unknown, requestBytes: number): boolean {
  if (!(thrown instanceof errors.SocketError)) return false
  const { bytesRead = 0, bytesWritten = 0 } = thrown.socket ?? {}
  return bytesRead > 0 && bytesWritten > requestBytes
}

/** A dialect that finds an answer broken does not know whose answer it was. */
function attributed(error: GatewayError, backend: string): GatewayError {
  const { code, message, details } = error
  if (details.backend !== undefined || !code.startsWith('upstream_')) return error
  const named = message.replace(/^The backend\b/, `The backend ${backend}`)
  return new GatewayError(code, named, { ...details, backend })
}

interface ErrorStatus {
  readonly status: number
  /** How a message tells of it: an error within a success has none to tell of. */
  readonly told: string
}

function failureOf(
  error: ErrorStatus,
  foreign: ForeignError,
  { backend, clean }: Speaker,
  asked?: number,
): GatewayError {
  const code = failureCode(error.status, foreign, asked)
  const words = foreign.message === undefined ? '' : clean(foreign.message)
  const message = messageOf(code, `The backend ${backend}`, { words, told: error.told })
  const wait = asked ?? (code === 'upstream_overloaded' ? BUSY_MS : undefined)
  return new GatewayError(code, message, { backend, ...waiting(wait) })
}

function waiting(retryAfterMs: number | undefined): Pick<FailureDetails, 'retryAfterMs'> {
  return retryAfterMs === undefined ? {} : { retryAfterMs }
}

/** The client's own fault is told in the backend's words; any other sentence names the backend that failed. */
function messageOf(
  code: FailureCode,
  who: string,
  { words, told }: Pick<ErrorStatus, 'told'> & { readonly words: string },
): string {
  switch (code) {
    case 'upstream_rejected':
    case 'context_length_exceeded':
      return words || `${who} rejected the request${told}.`
    case 'model_not_found':
      return words || `${who} does not know this model or path${told}.`
    case 'upstream_auth_failed':
      return `${who} refused the router's credentials${told}: check its api_key, and that its account can pay.`
    case 'upstream_invalid_response':
      return `${who} answered with a redirect${told}, which is not followed: check its url.`
    default:
      return `${who} failed${told}${words === '' ? '.' : `: ${words}`}`
  }
}
