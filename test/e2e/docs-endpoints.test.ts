import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { adminEndpoints } from '../../src/http/admin/index.ts'
import { endpoints } from '../../src/http/endpoints/index.ts'
import {
  askByFetch,
  type CurlAnswer,
  type CurlLine,
  hasCurl,
  parseCurl,
} from '../support/curl-line.ts'
import { eventsOf, until } from '../support/router.ts'
import { runRouter, scratchFolder } from '../support/router-process.ts'
import { startSimulator } from '../support/simulators.ts'

/** A line of curl on the page, and the answer that the page promises. */
interface Example {
  readonly curl: string
  readonly status: number
  readonly kind: string
  readonly answer: string
}

const ORIGIN = 'http://127.0.0.1:11436'
const page = readFileSync(resolve(import.meta.dirname, '../../docs/endpoints.md'), 'utf8')
const EXAMPLE = /```sh\n(curl [\s\S]*?)```\n\nAnswer, `(\d+)`(.*?):\n\n```(?:json)?\n([\s\S]*?)```/g
const examples: readonly Example[] = [...page.matchAll(EXAMPLE)].map(
  ([, curl = '', status, kind = '', answer = '']) => ({
    curl: curl.trim(),
    status: Number(status),
    kind,
    answer,
  }),
)

/** Those that the page says every answer of a chat has. */
const HEADERS = [...page.matchAll(/^\| `(x-r[\w-]+)` \|(?!.*absent).*\|$/gm)].map(
  ([, name = '']) => name,
)

async function askByCurl({ args }: CurlLine): Promise<CurlAnswer> {
  const { stdout } = await promisify(execFile)('curl', ['-s', '-i', ...args])
  const [head = '', ...rest] = stdout.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line) => {
    const [name = '', ...value] = line.split(':')
    return [name.toLowerCase(), value.join(':').trim()] as const
  })
  return {
    status: Number(first.split(' ')[1]),
    headers: new Map(headers),
    body: rest.join('\r\n\r\n'),
  }
}

const askers = { fetch: askByFetch, ...(hasCurl() && { curl: askByCurl }) }

/**
 * How a value differs from what is shown: in fields and types, the first item of a list standing for all. Null and `…`
 * stand for anything, and a chat's answer may have fields of the backend's own.
 */
function shapeFaults(shown: unknown, real: unknown, path: string): string[] {
  if (shown === null || real === null || Object.keys(Object(shown)).includes('…')) return []
  if (Array.isArray(shown)) {
    if (!Array.isArray(real) || (real.length === 0) !== (shown.length === 0))
      return [`${path} is no such list`]
    return real.flatMap((item, at) => shapeFaults(shown[0], item, `${path}[${at}]`))
  }
  if (typeof shown !== typeof real) return [`${path} is ${typeof real}, shown as ${typeof shown}`]
  if (typeof shown !== 'object') return []
  const names = new Set([...Object.keys(shown), ...Object.keys(real as object)])
  return [...names].flatMap((name) => {
    if (!Object.hasOwn(shown, name))
      return path.startsWith('chat') ? [] : [`${path}.${name} is not shown`]
    if (!Object.hasOwn(real as object, name)) return [`${path}.${name} is shown only`]
    return shapeFaults(
      Reflect.get(shown, name),
      Reflect.get(real as object, name),
      `${path}.${name}`,
    )
  })
}

function faultsOf({ curl, status, kind, answer }: Example, got: CurlAnswer): string[] {
  const name = curl.includes('/chat/') ? 'chat' : 'answer'
  if (got.status !== status) return [`status ${got.status}: ${got.body}`]
  if (kind.includes('line')) return got.body.includes(answer.trim()) ? [] : [`no line ${answer}`]
  if (!kind.includes('events')) return shapeFaults(JSON.parse(answer), JSON.parse(got.body), name)
  const [shown, real] = [eventsOf(answer), eventsOf(got.body)]
  if (curl.includes('/messages')) return namedEventFaults(shown, real)
  const samples = [shown[0], shown.at(-3), shown.at(-2)]
  const peers = [real[1], real.at(-3), real.at(-2)]
  const ends = real.at(-1) === '[DONE]' ? [] : ['no [DONE]']
  return [...ends, ...samples.flatMap((sample, at) => shapeFaults(sample, peers[at], name))]
}

/** Each event that is shown against the first of its type, and the first and the last where they belong. */
function namedEventFaults(shown: readonly unknown[], real: readonly unknown[]): string[] {
  const typeOf = (event: unknown) => String(Object(event).type)
  const ends = [shown.at(0), shown.at(-1), real.at(0), real.at(-1)].map(typeOf).join()
  const order = 'message_start,message_stop,message_start,message_stop'
  return [
    ...(ends === order ? [] : [`begins and ends as ${ends}`]),
    ...shown.flatMap((event) =>
      shapeFaults(
        event,
        real.find((other) => typeOf(other) === typeOf(event)),
        typeOf(event),
      ),
    ),
  ]
}

describe.each(Object.entries(askers))('by %s', (_name, ask) => {
  it('every line of curl on docs/endpoints.md gets the answer that stands below it', {
    timeout: 60_000,
  }, async () => {
    const speed = { load: 0, prefill: 0, decode: 0 }
    const more = { extra: { max_model_len: 8192 }, speed }
    const simulator = await startSimulator('openai', {
      models: [
        { name: 'llama3.2:3b', parameters: 3, ...more },
        { name: 'qwen3:8b', parameters: 8, talents: ['tools'], ...more },
        { name: 'nomic-embed-text', role: 'embedding', embeddingLength: 8, ...more },
      ],
    })
    const yaml = `backends: [{ name: desk, kind: openai, url: '${simulator.url}' }]\n`
    const folder = scratchFolder({ 'smarterrouter.yaml': yaml })
    const router = runRouter(['--port', '0'], { folder })
    const address = await router.address()
    await until(async () => (await fetch(`${address}/ready`)).ok)
    for (const example of examples) {
      const got = await ask(parseCurl(example.curl.replaceAll(ORIGIN, address)))
      expect([example.curl, faultsOf(example, got)]).toEqual([example.curl, []])
      if (example.curl.includes('/chat/completions') && got.status === 200) {
        expect(HEADERS.filter((name) => !got.headers.has(name))).toEqual([])
      }
    }
    await simulator.stop()
  })
})

it('the page names the headers of an answer', () => {
  expect(HEADERS).toContain('x-router-reason')
  expect(HEADERS.length).toBeGreaterThan(5)
})

it('no fenced line of curl is left out, and every endpoint has one', () => {
  expect(page.match(/^curl /gm)).toHaveLength(examples.length)
  const asked = examples.map(({ curl }) => {
    const { url, init } = parseCurl(curl)
    return `${init.method} ${new URL(url).pathname}`
  })
  const missing = [...endpoints, ...adminEndpoints].filter(({ method, path }) => {
    const pattern = new RegExp(`^${method} ${path.replace('*', '.+').replace(/:\w+/, '[^/]+')}$`)
    return !asked.some((one) => pattern.test(one))
  })
  expect(missing.map(({ path }) => path)).toEqual([])
})
