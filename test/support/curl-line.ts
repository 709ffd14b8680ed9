import { execFileSync } from 'node:child_process'

/** What a documented command of curl asks for. */
export interface CurlLine {
  /** As curl takes them, without its name. */
  readonly args: readonly string[]
  readonly url: string
  readonly init: RequestInit
}

export interface CurlAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** Options that stand for themselves and change nothing that matters here. */
const PLAIN = new Set(['-N', '-s', '-i', '--silent', '--no-buffer', '--include'])

/** Reads a command line with single and double quotes and lines that go on; throws on options it does not know. */
export function parseCurl(text: string): CurlLine {
  const [name, ...args] = words(text)
  if (name !== 'curl') throw new Error(`This is no curl line: ${text}`)
  const headers: Record<string, string> = {}
  let url = ''
  let body: string | undefined
  let method: string | undefined
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (PLAIN.has(arg)) continue
    if (!arg.startsWith('-')) {
      url = arg
      continue
    }
    at += 1
    const value = args[at] ?? ''
    if (arg === '-H') headers[value.split(':')[0] ?? ''] = value.replace(/^[^:]*:\s*/, '')
    else if (arg === '-d') body = value
    else if (arg === '-X') method = value
    else throw new Error(`Option ${arg} of curl is not understood here: ${text}`)
  }
  method ??= body === undefined ? 'GET' : 'POST'
  return { args, url, init: { method, headers, ...(body !== undefined && { body }) } }
}

/** Asks as curl would, without it. */
export async function askByFetch({ url, init }: CurlLine): Promise<CurlAnswer> {
  const response = await fetch(url, init)
  return {
    status: response.status,
    headers: new Map(response.headers),
    body: await response.text(),
  }
}

/** Whether curl is on this machine. */
export function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Splits at white space as a shell does. */
function words(text: string): string[] {
  const found = text.replaceAll('\\\n', ' ').matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)
  return Array.from(found, ([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'))
}
