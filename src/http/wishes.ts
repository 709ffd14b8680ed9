import type { IncomingHttpHeaders } from 'node:http'
import type { ChatRequest } from '../contracts/chat.ts'
import { GatewayError } from '../contracts/errors.ts'
import { MOST_MODELS } from '../dialects/openai/chat-body.ts'
import { policyOf } from '../routing/policies.ts'
import { defined } from '../std/defined.ts'

/** Whatever the configured quality preference is, the names of the policies are the same. */
const ANY_PREFERENCE = 0.5

/**
 * The request with what headers say of how it is to be routed, in any dialect; they count before its body. Throws a
 * GatewayError that names the header at fault.
 */
export function withWishes(request: ChatRequest, headers: IncomingHttpHeaders): ChatRequest {
  const policy = policyIn(headers)
  const models = modelsIn(headers)
  const maxSeconds = secondsIn(headers)
  if (policy === undefined && models === undefined && maxSeconds === undefined) return request
  return { ...request, wishes: { ...request.wishes, ...defined({ policy, models, maxSeconds }) } }
}

function policyIn(headers: IncomingHttpHeaders): string | undefined {
  const name = said(headers, 'x-router-policy')?.toLowerCase()
  return name === undefined ? undefined : policyOf(name, ANY_PREFERENCE).name
}

function modelsIn(headers: IncomingHttpHeaders): readonly string[] | undefined {
  const value = said(headers, 'x-router-models')
  if (value === undefined) return undefined
  const models = value.split(',').flatMap((name) => name.trim() || [])
  if (models.length > 0 && models.length <= MOST_MODELS) return models
  throw malformed(
    'x-router-models',
    `must name 1 to ${MOST_MODELS} models, with commas between them`,
  )
}

function secondsIn(headers: IncomingHttpHeaders): number | undefined {
  const value = said(headers, 'x-router-max-latency')
  if (value === undefined) return undefined
  const seconds = /^[\d.]+$/.test(value) ? Number(value) : 0
  if (seconds > 0 && Number.isFinite(seconds)) return seconds
  throw malformed('x-router-max-latency', 'must be a number of seconds greater than 0')
}

/** A header without a value says nothing. */
function said(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value.trim() || undefined : undefined
}

function malformed(header: string, what: string): GatewayError {
  return new GatewayError('invalid_request', `The header "${header}" ${what}.`, { param: header })
}
