import { z } from 'zod'
import { text } from './value-types.ts'

/** The address of a backend, with or without `/v1` and an endpoint, as `BackendSettings.url` wants it. */
export function backendUrl(): z.ZodType<string> {
  return text().transform((value, context) => {
    const url = URL.parse(value)
    const reason = refusal(url)
    if (url !== null && reason === undefined) return withoutVersion(url)
    context.addIssue({ code: 'custom', message: reason ?? '' })
    return z.NEVER
  })
}

function refusal(url: URL | null): string | undefined {
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return 'must be an address that starts with http:// or https://'
  }
  if (url.username !== '' || url.password !== '') {
    return 'must not contain a user or password; set api_key instead'
  }
  if (url.search !== '' || url.hash !== '') return 'must end with its path'
  return undefined
}

/** What people copy along with an address; the router adds it by itself. */
const ADDED = /\/v1(\/+(messages|chat\/completions))?$/

function withoutVersion(url: URL): string {
  return url.origin + url.pathname.replace(/\/+$/, '').replace(ADDED, '').replace(/\/+$/, '')
}
