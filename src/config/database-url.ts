import { z } from 'zod'
import { text } from './value-types.ts'

/** A file's path out of `sqlite:///relative` or `sqlite:////absolute`; a bare path is taken as it is. */
export function databaseUrl(): z.ZodType<string> {
  return text().transform((value, context) => {
    const scheme = /^([a-z][\w+.-]+):\/\//i.exec(value)?.[1]?.toLowerCase()
    const path = scheme === undefined ? value : value.replace(/^[^:]+:\/{2,3}/, '')
    const reason = refusal(scheme, path)
    if (reason === undefined) return path
    context.addIssue({ code: 'custom', message: reason })
    return z.NEVER
  })
}

function refusal(scheme: string | undefined, path: string): string | undefined {
  if (scheme?.startsWith('postgres'))
    return 'PostgreSQL is not supported yet; use sqlite:///data/router.db'
  if (scheme !== undefined && scheme !== 'sqlite') {
    return 'this kind of database is not supported; use sqlite:///data/router.db'
  }
  if (path === '' || path.endsWith('/') || path.startsWith(':')) return 'must name a file'
  if (path.includes('?')) return 'takes no options after a question mark'
  return undefined
}
