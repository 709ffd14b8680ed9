import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { TRIALS } from '../../src/demo/try-page.ts'
import { type ChatBody, json, until } from '../support/router.ts'
import { type RouterProcess, runRouter, scratchFolder } from '../support/router-process.ts'

interface Started {
  readonly simulated: boolean
  readonly url: string
  readonly backends: readonly { readonly name: string; readonly url: string }[]
}

/** A demo whose temporary files lie in a folder of their own. */
async function startDemo(): Promise<{
  readonly demo: RouterProcess
  readonly started: Started
  readonly folder: string
  readonly temporary: string
}> {
  const folder = scratchFolder({ 'smarterrouter.yaml': 'port: not even read\n' })
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  const demo = runRouter(['demo', '--port', '0', '--json'], { folder, env: { TMPDIR: temporary } })
  await until(() => demo.wrote.stdout.trimEnd().endsWith('}'), 30_000)
  return { demo, started: JSON.parse(demo.wrote.stdout) as Started, folder, temporary }
}

async function ask(
  url: string,
  content: unknown,
): Promise<{ readonly model: string; readonly text: string }> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content }] }),
  })
  const body = await json<ChatBody>(response)
  return {
    model: response.headers.get('x-router-model') ?? '',
    text: String(body.choices[0]?.message['content']),
  }
}

function trial(label: string): string {
  return TRIALS.find((one) => one.label === label)?.prompt ?? ''
}

describe('demo', () => {
  it('labels every model and every answer, and sends each prompt where it belongs', async () => {
    const { url, backends, simulated } = (await startDemo()).started
    expect([simulated, backends.length]).toEqual([true, 3])
    const { models } = await json<{ models: { id: string }[] }>(await fetch(`${url}/admin/models`))
    for (const { id } of models) expect(id).toMatch(/^simulated-/)
    const picture = [
      { type: 'text', text: trial('A picture') },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
    ]
    const small = await ask(url, trial('Small talk'))
    const told = await ask(url, '[[say:nothing simulated]]')
    const [large, seeing] = await Promise.all([ask(url, trial('Hard work')), ask(url, picture)])
    expect(small.model).toBe('simulated-small-3b')
    expect(large.model).toBe('simulated-large-70b')
    expect(seeing.model).toBe('simulated-large-70b')
    expect(seeing.text).toContain('I see 1 image')
    for (const { text } of [small, told, large, seeing]) expect(text).toMatch(/^\[simulated\] /)
  }, 60_000)

  it('serves a page that says so, whose script alone may run', async () => {
    const page = await fetch((await startDemo()).started.url, { headers: { accept: 'text/html' } })
    const text = await page.text()
    expect(text).toContain('everything here is simulated')
    for (const { label } of TRIALS) expect(text).toContain(`>${label}</button>`)
    const policy = page.headers.get('content-security-policy')
    expect(policy).toMatch(
      /default-src 'none'.*script-src 'sha256-[\w+/]{43}='; connect-src 'self'$/,
    )
    const script = /<script type="module">(.*)<\/script>/s.exec(text)?.[1] ?? ''
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script))
    expect(policy).toContain(Buffer.from(digest).toString('base64'))
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval/)
    expect(text).not.toMatch(/(src|href)="?(https?:)?\/\//)
  })

  it('ends everything on Ctrl-C and leaves nothing', async () => {
    const { demo, started, folder, temporary } = await startDemo()
    demo.child.kill('SIGINT')
    expect(await demo.ended).toMatchObject({ code: 0, signal: null })
    for (const { url } of started.backends) await expect(fetch(url)).rejects.toThrow()
    expect(readdirSync(temporary)).toEqual([])
    expect(readdirSync(folder).toSorted()).toEqual(['smarterrouter.yaml', 'tmp'])
  }, 30_000)
})

describe('a demo that cannot be', () => {
  it('says that its port is taken, and leaves nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const temporary = scratchFolder()
    const { code, stderr } = await runRouter(['demo', '--port', String(port)], {
      env: { TMPDIR: temporary },
    }).ended
    expect(code).toBe(4)
    expect(stderr).toMatch(/is in use by another program/)
    expect(readdirSync(temporary)).toEqual([])
  }, 30_000)

  it.each(['demo', 'serve'])(
    'says that no such address is here when %s should listen there',
    async (command) => {
      for (const host of ['no-such-host.invalid', '192.0.2.1']) {
        const { code, stderr } = await runRouter([command, '--host', host, '--port', '0']).ended
        expect(code).toBe(2)
        expect(stderr).toContain(
          `${host} is no address of this machine. Choose another with --host`,
        )
        expect(stderr).not.toMatch(/^ {4}at /m)
      }
    },
    30_000,
  )

  it('says so as JSON where that was asked for', async () => {
    const { code, stdout } = await runRouter(['demo', '--host', '192.0.2.1', '--json']).ended
    expect(code).toBe(2)
    expect(JSON.parse(stdout).error.message).toMatch(/^Cannot listen: 192\.0\.2\.1 is no address/)
  }, 30_000)

  it('refuses a port that is none', async () => {
    const { code, stderr } = await runRouter(['demo', '--port', 'abc']).ended
    expect(code).toBe(2)
    expect(stderr).toMatch(/--port: port = abc/)
  })
})
