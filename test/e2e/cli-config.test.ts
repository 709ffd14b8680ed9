import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { runRouter, scratchFolder } from '../support/router-process.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

let ollama: Simulator
beforeAll(async () => {
  ollama = await startSimulator('ollama', { models: [{ name: 'tiny:1b' }, { name: 'big:70b' }] })
  return () => ollama.stop()
})

it.each([['nope'], ['status', '--bogus'], ['connect', 'vim']])(
  'a wrong call is said as JSON where that was asked for: %s %s',
  async (...words) => {
    const { code, stdout } = await runRouter([...words, '--json']).ended
    expect(code).toBe(1)
    expect(JSON.parse(stdout).error.message).toContain(words.at(-1))
  },
)

describe('config check', () => {
  it('tries every backend of a valid configuration', async () => {
    const folder = scratchFolder({
      'my.yaml': `backends: [{ name: box, kind: ollama, url: '${ollama.url}' }]\n`,
    })
    const { code, stdout, stderr } = await runRouter(['config', 'check', '--config', 'my.yaml'], {
      folder,
    }).ended
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/ok +backend box .*2 models/)
    expect(stdout).not.toContain('\u001b')
  })

  it('ends with 1 for a backend that cannot be used, at once for all', async () => {
    const locked = await startSimulator('openai', { apiKey: 'right-key-1234' })
    onTestFinished(() => locked.stop())
    const yaml = `backends:
  - { name: locked, kind: openai, url: '${locked.url}', api_key: wrong-key-1234 }
  - { name: gone, kind: llama.cpp, url: 'http://127.0.0.1:1' }\n`
    const folder = scratchFolder({ 'smarterrouter.yaml': yaml })
    const port = Number(new URL(locked.url).port)
    const { code, stdout } = await runRouter(['config', 'check', '--json'], {
      folder,
      lonely: { [port]: port },
    }).ended
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([
        expect.objectContaining({
          about: 'backend locked',
          state: 'problem',
          text: expect.stringContaining('refuses its key'),
        }),
        expect.objectContaining({ about: 'backend gone', state: 'problem' }),
      ]),
    })
    expect(stdout).not.toContain('wrong-key')
  })

  it('ends with 2 and every problem when values are wrong, and asks no backend', async () => {
    const yaml = `port: abc\nbackends: [{ name: a, kind: olama, url: '${ollama.url}' }]\n`
    const folder = scratchFolder({ 'smarterrouter.yaml': yaml })
    const before = (await ollama.stats()).requests
    const run = await runRouter(['config', 'check'], { folder }).ended
    expect([run.code, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toMatch(/port = abc.*\n.*kind = olama.*did you mean ollama/)
    const asJson = await runRouter(['config', 'check', '--json'], { folder }).ended
    expect([asJson.code, asJson.stderr]).toEqual([2, ''])
    expect(JSON.parse(asJson.stdout).error.problems).toHaveLength(2)
    expect((await ollama.stats()).requests).toBe(before)
  })
})

describe('config explain', () => {
  it('tells each value and where it comes from, and no secret', async () => {
    const folder = scratchFolder({
      'smarterrouter.yaml': 'timeouts:\n  connect: 7\n',
      '.env': 'ROUTER_API_KEY=hush-hush-1\n',
    })
    const env = { ROUTER_PORT: '7001' }
    const { code, stdout, stderr } = await runRouter(['config', 'explain'], { folder, env }).ended
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^port +7001 +ROUTER_PORT$/m)
    expect(stdout).toMatch(/^timeouts\.connect +7 +smarterrouter\.yaml:2:12$/m)
    expect(stdout).toMatch(/^stream_hold +10 +default$/m)
    expect(stdout).toMatch(/^api_key +set \(hidden\) +ROUTER_API_KEY in \.env$/m)
    expect(stdout).toMatch(/^admin_api_key +not set +default$/m)
    for (const hidden of ['hush', '\u001b']) expect(stdout).not.toContain(hidden)
  })

  it.each([
    ['timeouts', 'timeouts.connect', 5],
    ['ROUTER_PORT', 'port', 1],
    ['stream_hold', 'stream_hold', 1],
  ])('shows only %s', async (wanted, first, count) => {
    const { stdout } = await runRouter(['config', 'explain', wanted, '--json']).ended
    const { values } = JSON.parse(stdout) as { values: readonly { readonly path: string }[] }
    expect(values).toHaveLength(count)
    expect(values[0]?.path).toBe(first)
  })

  it('names the nearest when there is no such setting', async () => {
    const { code, stderr } = await runRouter(['config', 'explain', 'timeout']).ended
    expect(code).toBe(1)
    expect(stderr).toMatch(/no setting timeout\. Did you mean timeouts\?/)
  })
})

describe('a word that is no command', () => {
  it.each([
    [['doctr'], /doctr.*Did you mean doctor/s],
    [['config', 'chek'], /chek.*Did you mean check/s],
    [['status', '--wach'], /--wach.*Did you mean --watch/s],
    [['connect', 'clin'], /clin.*cline/s],
  ])('%j: names the nearest', async (args, message) => {
    const { code, stdout, stderr } = await runRouter(args).ended
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
  })
})
