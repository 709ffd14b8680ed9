import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backendSettings } from '../../../test/support/backend-settings.ts'
import { type ScriptedServer, scriptedServer } from '../../../test/support/scripted-server.ts'
import { createAgent } from './agent.ts'
import { ServerLoads } from './server-loads.ts'

const never = new AbortController().signal

let server: ScriptedServer
let loads: ServerLoads
let now: number

beforeEach(async () => {
  server = await scriptedServer({})
  now = 1000
  const link = { agent: createAgent(5), settings: backendSettings(server.url) }
  loads = new ServerLoads(link, () => now)
})
afterEach(() => server.close())

/** Serves this page from now on. */
function serve(page: string, status = 200): void {
  server.script['/metrics'] = (_, response) =>
    response.writeHead(status, { 'content-type': 'text/plain' }).end(page)
}

const busy = (running: number, waiting = 0): string =>
  `vllm:num_requests_running{model_name="m"} ${running}\nvllm:num_requests_waiting{model_name="m"} ${waiting}\n`

describe('ServerLoads', () => {
  it('tells how busy a server was, when it said so, and that it said so', async () => {
    serve(busy(3, 1))
    await loads.read(never)
    const load = { value: { running: 3, waiting: 1, at: 1000 }, source: 'reported' }
    expect([loads.of('m'), loads.of('an-alias')]).toEqual([load, load])
  })

  it('tells models apart where there are several', async () => {
    serve(`${busy(3)}vllm:num_requests_running{model_name="n"} 5\n`)
    await loads.read(never)
    expect([loads.of('n')?.value.running, loads.of('other')]).toEqual([5, undefined])
  })

  it.each([
    ['has no metrics', 'no', 404],
    ['answers everything with a page', '<html>', 200],
    ['is not allowed to tell', 'no', 403],
    ['fails to tell', 'no', 500],
  ])('asks a server that %s once, and again when it has changed', async (_, page, status) => {
    serve(page, status)
    await loads.read(never)
    await loads.read(never)
    expect([server.requests.length, loads.told, loads.problem]).toEqual([1, false, undefined])
    serve(busy(1))
    loads.forget()
    await loads.read(never)
    expect(loads.of('m')?.value.running).toBe(1)
  })

  it.each([
    ['garbage', '\u0000\u0001', 200, /metrics do not tell its load any more/],
    ['an error', 'oops', 500, /HTTP 500/],
  ])(
    'keeps the figures for a while when %s follows, and says so',
    async (_, page, status, problem) => {
      serve(busy(3))
      await loads.read(never)
      serve(page, status)
      await loads.read(never)
      expect(loads.of('m')?.value).toEqual({ running: 3, waiting: 0, at: 1000 })
      expect(loads.problem).toMatch(problem)
      now += 61_000
      expect(loads.of('m')).toBeUndefined()
      serve(busy(2))
      await loads.read(never)
      expect([loads.of('m')?.value.running, loads.problem]).toEqual([2, undefined])
    },
  )

  it('does not read a page of a hundred megabytes to its end, and asks for it only once', async () => {
    serve(busy(3))
    await loads.read(never)
    let written = 0
    server.script['/metrics'] = (_, response) => flood(response, (bytes) => (written += bytes))
    await loads.read(never)
    await loads.read(never)
    expect(loads.problem).toBe('its /metrics are larger than 4 MiB and are not read')
    expect(loads.of('m')?.value.running).toBe(3)
    expect(written).toBeLessThan(24 << 20)
    expect(server.requests).toHaveLength(2)
  })

  it('is as it was while a server rests, so that nothing seems to be new', async () => {
    serve(busy(0))
    await loads.read(never)
    now += 50_000
    await loads.read(never)
    now += 50_000
    expect(loads.of('m')?.value).toEqual({ running: 0, waiting: 0, at: 1000 })
    serve(busy(1))
    await loads.read(never)
    expect(loads.of('m')?.value.at).toBe(now)
  })

  it('goes by its signal', async () => {
    serve(busy(3))
    await expect(loads.read(AbortSignal.abort('gone'))).rejects.toBe('gone')
  })

  it('has an outline that changes with what matters', async () => {
    const outline = async (page: string): Promise<string> => {
      serve(page)
      await loads.read(never)
      return loads.outline
    }
    const idle = await outline(busy(0))
    now += 600_000
    expect(await outline(busy(0))).toBe(idle)
    const one = await outline(busy(1))
    expect(one).not.toBe(idle)
    expect(await outline(busy(40))).toBe(await outline(busy(41)))
    now += 60_000
    expect(await outline(busy(1))).not.toBe(one)
  })
})

/** Writes for as long as anybody reads, up to a hundred megabytes. */
function flood(response: ServerResponse, wrote: (bytes: number) => void): void {
  const chunk = Buffer.alloc(1 << 20, '#')
  let left = 100
  const more = (): void => {
    while (left-- > 0 && !response.destroyed) {
      wrote(chunk.length)
      if (!response.write(chunk)) return void response.once('drain', more)
    }
    response.end()
  }
  response.writeHead(200, { 'content-type': 'text/plain' })
  more()
}
