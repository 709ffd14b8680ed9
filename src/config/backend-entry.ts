import { z } from 'zod'
import { backendKinds } from '../backends/index.ts'
import type { Timeouts } from '../contracts/backend.ts'
import { backendUrl } from './backend-url.ts'
import {
  closed,
  flag,
  integer,
  list,
  matching,
  oneOf,
  optional,
  seconds,
  secret,
  text,
} from './value-types.ts'

/** One item of `backends:`, checked, but without what the global settings fill in. */
export interface BackendEntry {
  readonly name: string
  readonly kind: string
  readonly url: string
  readonly api_key?: string | undefined
  readonly prefix?: string | undefined
  readonly models?: readonly string[] | undefined
  readonly remote?: boolean | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly timeouts?: PartialTimeouts | undefined
  readonly concurrency?: number | undefined
  readonly media_urls?: boolean | undefined
  readonly profile?: boolean | undefined
}

type PartialTimeouts = { readonly [K in keyof Timeouts]?: Timeouts[K] | undefined }

/** The list of `backends:`; no two may have one name. */
export function backendList(): z.ZodType<readonly BackendEntry[]> {
  return z
    .array(entry(), { error: 'must be a list of backends' })
    .check(z.superRefine(refuseSameNames, { when: ({ value }) => Array.isArray(value) }))
}

/** A kind of backend by its name or one of its other spellings. */
export function backendKind(): z.ZodType<string> {
  const aliases = backendKinds.flatMap(({ kind, aliases }) => aliases.map((alias) => [alias, kind]))
  return oneOf<string>(
    backendKinds.map(({ kind }) => kind),
    Object.fromEntries(aliases),
  )
}

function entry(): z.ZodType<BackendEntry> {
  return closed<BackendEntry>({
    name: matching(
      /^[\w.-]{1,64}$/,
      'must consist of letters, digits, dots, dashes or underscores',
    ).describe('Its name, for you: in logs, headers and `model@name`.'),
    kind: backendKind().describe('What kind of server it is.'),
    url: backendUrl().describe('Its address, with or without `/v1`.'),
    api_key: optional(secret()).describe('Key sent to it.'),
    prefix: optional(text()).describe('Put before the names of its models on their way to it.'),
    models: optional(list(text())).describe(
      'Patterns of its models that may be routed to; unset, all of a local backend and none of a remote one. The others answer to their exact names.',
    ),
    remote: optional(flag()).describe(
      'Whether prompts leave your network; unset, told from the address.',
    ),
    headers: optional(headers()).describe('More headers sent to it.'),
    timeouts: optional(timeouts()).describe(
      'Its own timers, in seconds, where `timeouts` does not fit.',
    ),
    concurrency: optional(integer(1, 100_000)).describe(
      'Requests sent to it at once; more of them wait. Unset, no limit.',
    ),
    media_urls: optional(flag()).describe(
      'Pass web addresses of images on to it; unset, as `media_urls` says.',
    ),
    profile: optional(flag()).describe(
      'Whether its models may be asked questions to get to know them; unset, only those of a local backend. A remote one also needs `profile.max_cost`.',
    ),
  })
}

function timeouts(): z.ZodType<PartialTimeouts> {
  return closed<PartialTimeouts>({
    connect: optional(seconds()),
    ttft: optional(seconds()),
    load: optional(seconds()),
    idle: optional(seconds()),
    total: optional(seconds()),
  })
}

/** Headers that the connection itself needs are not the user's to set. */
function headers(): z.ZodType<Readonly<Record<string, string>>> {
  const ours =
    /^(connection|content-length|content-type|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/i
  const name = z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'is no valid header name' })
    .refine((value) => !ours.test(value), { error: 'is a header that the router sets itself' })
  const value = matching(/^[\t\x20-\x7e\x80-\xff]*$/, 'must fit into one header line')
  return z.record(name, value, { error: 'must be a mapping of header names to texts' })
}

/** Runs even where items have other faults, so that all problems show at once. */
function refuseSameNames(
  entries: readonly BackendEntry[],
  context: z.core.$RefinementCtx<readonly BackendEntry[]>,
): void {
  const seen = new Set<unknown>()
  entries.forEach((item: Partial<BackendEntry> | null, index) => {
    const name = item?.name
    if (name === undefined) return
    if (seen.has(name)) {
      context.addIssue({
        code: 'custom',
        message: 'is the name of an earlier backend too',
        path: [index, 'name'],
      })
    }
    seen.add(name)
  })
}
