import type { z } from 'zod'
import { GatewayError } from '../contracts/errors.ts'

/** The first problem of a body in words, with the field at fault as the client wrote it. */
export function invalidField(error: z.ZodError): GatewayError {
  const { path, message } = innermost(error.issues[0])
  const param = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
  return new GatewayError('invalid_request', param === '' ? message : `${param}: ${message}`, {
    param,
  })
}

type Issue = z.core.$ZodIssue

/** Of what may have several shapes, the client meant the one that it got furthest with. */
function innermost(issue: Issue | undefined): Pick<Issue, 'path' | 'message'> {
  if (issue === undefined) return { path: [], message: 'invalid' }
  if (issue.code !== 'invalid_union') return issue
  const tried = issue.errors.map(([first]) => innermost(first))
  const furthest = tried.reduce((best, one) => (one.path.length > best.path.length ? one : best), {
    path: [],
    message: issue.message,
  })
  return { path: [...issue.path, ...furthest.path], message: furthest.message }
}
