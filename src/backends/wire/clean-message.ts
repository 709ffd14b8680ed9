import { isIPv6 } from 'node:net'
import { redactor } from '../../std/redact.ts'
import type { Peer } from './request-headers.ts'

/** Makes a backend's words fit for clients. */
export type Cleaner = (text: string) => string

const LONGEST = 500
/** No message needs more; what is longer is not searched. */
const READ = 2_000
/** Half a secret at the end of what is read would not be found. */
const CUT_WORD = /\S{1,1000}$/

/** Format characters (text direction, invisible ones) as well as control characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/** What follows a host: a port, and a path up to the end of the word or the quotation. */
const REST = /(?::\d{1,5}\b)?(?:\/(?:\[redacted\]|[^\s"'`<>)\]])*(?<![.,;:!?]))?/

const URLS = /[a-z\d+.-]{0,20}:(?:\\?\/){2}(?:\[redacted\]|[^\s"'`<>)\]])*(?<![.,;:!?])/gi

/** Machines by number, by a name of private networks, or by any name with a port. */
const HOSTS = new RegExp(
  `(?:${[
    /\b\d{1,3}(?:\.\d{1,3}){3}\b/,
    /\b(?:[a-z\d-]+\.)+(?:corp|home|intranet|internal|lan|local|localdomain|private|arpa)\b(?!\.\w)/,
    /\b(?:localhost|[a-z\d-]+(?:\.[a-z\d-]+)+)(?=:\d{2,5}\b)/,
  ]
    .map(({ source }) => source)
    .join('|')})${REST.source}`,
  'gi',
)

/** Whether it is one, only a parser can tell. */
const MAYBE_IPV6 = new RegExp(
  `\\[?${/(?<![\w:.])((?:[\da-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{1,4})\b)(?:%\w+)?/.source}(?:\\]${REST.source})?(?:/\\d+)?`,
  'gi',
)

/** Absolute ones of two steps and more, but no paths of HTTP interfaces and no pointers into a request. */
const PATHS =
  /(?<![\w./\\#~])~?\/(?!(?:v\d|api|messages|tools|properties|input)\b)[\w.@+~-]+(?:\/[^\s"'`<>()[\]:;,/]+)+\/?/g

const WINDOWS_PATHS =
  /(?<!\w)(?:[a-z]:[\\/]+|\\{2,4}[\w.-]+\\+)(?:[^\\/\n"'`<>|:*?]+\\+)*[^\s"'`<>|:*?;,)\]]*/gi

/**
 * For one backend: its messages as clients may see them, one line of at most 500 characters, without its key and
 * headers, its own host, any address of a machine, and paths of files.
 */
export function messageCleaner({ url, apiKey = '', headers }: Omit<Peer, 'name'>): Cleaner {
  const values = Object.values(headers).flatMap((value) => [value, value.replace(/^[\w-]+ +/, '')])
  const redact = redactor([apiKey, ...values])
  const ownHost = hostPattern(new URL(url).hostname)
  return (text) => {
    const read = text.length > READ ? text.slice(0, READ).replace(CUT_WORD, '') : text
    return oneLine(withoutPlaces(redact(read), ownHost))
  }
}

function withoutPlaces(text: string, ownHost: RegExp): string {
  return text
    .replace(URLS, '(address)')
    .replace(ownHost, '(address)')
    .replace(MAYBE_IPV6, (found, address) => (isIPv6(address) ? '(address)' : found))
    .replace(HOSTS, '(address)')
    .replace(WINDOWS_PATHS, '(path)')
    .replace(PATHS, '(path)')
}

/** A short name only as a word of its own: names of models may begin or end with it. */
function hostPattern(host: string): RegExp {
  const literal = host.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
  const apart = host.includes('.') ? '' : '/'
  const before = `(?<![\\w.${apart}-])`
  const after = `(?![\\w${apart}-]|\\.\\w|:[a-z]|:\\d+[a-z])`
  return new RegExp(before + literal + after + REST.source, 'gi')
}

function oneLine(text: string): string {
  const line = text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim()
  if (line.length <= LONGEST) return line
  return `${line.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
