import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { request } from '../../src/analysis/request.fixture.ts'
import { requestKind } from '../../src/analysis/request-kind.ts'
import { runRouter, scratchFolder } from '../support/router-process.ts'

const KEY = 'my-router-key-1234'
/** How coding clients ask for the name of a conversation. */
const TITLE = {
  type: 'schema',
  schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
} as const

interface Home {
  readonly folder: string
  run(...args: readonly string[]): ReturnType<typeof runRouter>['ended']
  read(path: string): string
}

/** A user's home folder, with one file in it. */
function homeWith(path?: string, text = '', more: Readonly<Record<string, string>> = {}): Home {
  const folder = scratchFolder()
  if (path !== undefined) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const env = { HOME: folder, ROUTER_API_KEY: KEY, ...more }
  return {
    folder,
    run: (...args) => runRouter(['connect', ...args], { env, lonely: true }).ended,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
  }
}

describe('connect', () => {
  it.each([
    ['openwebui', 'OPENAI_API_BASE_URL', 'http://127.0.0.1:11436/v1'],
    ['claude-code', 'ANTHROPIC_BASE_URL', 'http://127.0.0.1:11436'],
    ['cline', 'Base URL', 'http://127.0.0.1:11436/v1'],
    ['continue', 'apiBase', 'http://127.0.0.1:11436/v1'],
    ['env', 'OPENAI_BASE_URL', 'http://127.0.0.1:11436/v1'],
  ])('tells %s its base address as it wants it, and no key', async (client, name, address) => {
    const home = homeWith()
    const { code, stdout } = await home.run(client, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).settings).toMatchObject({ [name]: address })
    expect(stdout).not.toContain(KEY)
    expect((await home.run(client, '--show-key')).stdout).toContain(KEY)
    expect(readdirSync(home.folder)).toEqual([])
  })

  it('gives the small tasks of Claude Code a name that is routed, and known as theirs', async () => {
    const smallModel = async (routed: string) => {
      const env = { ROUTER_ROUTED_NAMES: routed }
      const { stdout } = await runRouter(['connect', 'claude-code', '--json'], {
        env,
        lonely: true,
      }).ended
      return JSON.parse(stdout).settings.ANTHROPIC_DEFAULT_HAIKU_MODEL
    }
    const named = await smallModel('claude-*')
    expect(named).toBe('claude-haiku-smarterrouter')
    expect(await smallModel('gpt-*')).toBe('smarterrouter/main')
    const kindAs = (model: string) =>
      requestKind(request('fix the build', { model, format: TITLE }))
    expect([kindAs(named), kindAs('claude-smarterrouter')]).toEqual(['housekeeping', 'chat'])
  })

  it('refuses to write where a client has no file', async () => {
    const { code, stderr } = await homeWith().run('cline', '--write')
    expect(code).toBe(1)
    expect(stderr).toMatch(/Cline has no settings file/)
  })
})

describe('connect --write', () => {
  const CLAUDE = '.claude/settings.json'
  const CONTINUE = '.continue/config.yaml'

  it('merges into the settings of Claude Code and keeps the rest, with a backup', async () => {
    const before = `{\n\t"model": "x",\n\t"env": { "OTHER": "1", "ANTHROPIC_MODEL": "old" }\n}\n`
    const home = homeWith(CLAUDE, before)
    const { code, stdout } = await home.run('claude-code', '--write')
    expect(code).toBe(0)
    const after = home.read(CLAUDE)
    expect(JSON.parse(after)).toMatchObject({
      model: 'x',
      env: {
        OTHER: '1',
        ANTHROPIC_MODEL: 'smarterrouter/main',
        ANTHROPIC_BASE_URL: 'http://127.0.0.1:11436',
        ANTHROPIC_AUTH_TOKEN: KEY,
      },
    })
    expect(after).toContain('\n\t"env"')
    const backup = /kept in (\S+)\./.exec(stdout)?.[1]
    expect(readFileSync(backup ?? '', 'utf8')).toBe(before)
    expect(stdout).not.toContain(KEY)
    expect((await home.run('claude-code', '--write')).stdout).toContain(
      'has these settings already',
    )
    expect(readdirSync(join(home.folder, '.claude'))).toHaveLength(2)
  })

  it('creates the file where there is none, for its user alone', async () => {
    const home = homeWith()
    const { stdout } = await home.run('continue', '--write', '--json')
    expect(JSON.parse(stdout).written).toEqual({
      file: join(home.folder, CONTINUE),
      change: 'created',
    })
    expect(parse(home.read(CONTINUE))).toMatchObject({ schema: 'v1', models: [{ apiKey: KEY }] })
  })

  it("merges into Continue's models, comments and all, and once only", async () => {
    const before =
      'name: Mine # my own\nversion: 0.0.1\nschema: v1\nmodels:\n  # the first\n  - name: Other\n    provider: ollama\n    model: a\n'
    const home = homeWith(CONTINUE, before)
    await home.run('continue', '--write')
    await home.run('continue', '--write', '--url', 'http://router:1')
    const after = home.read(CONTINUE)
    expect(after).toContain('# my own')
    expect(after).toContain('# the first')
    expect(parse(after).models).toEqual([
      { name: 'Other', provider: 'ollama', model: 'a' },
      {
        name: 'SmarterRouter',
        provider: 'openai',
        model: 'smarterrouter/main',
        apiBase: 'http://router:1/v1',
        apiKey: KEY,
        roles: ['chat', 'edit', 'apply'],
      },
    ])
  })

  it('warns of everything that keeps Claude Code from using the router', async () => {
    const before = JSON.stringify({
      apiKeyHelper: '/bin/other-key',
      env: {
        ANTHROPIC_API_KEY: 'sk-ant-other-1234',
        CLAUDE_CODE_USE_BEDROCK: true,
        CLAUDE_CODE_USE_VERTEX: '0',
      },
    })
    const variables = {
      ANTHROPIC_API_KEY: 'sk-ant-other-1234',
      CLAUDE_CODE_USE_VERTEX: '1',
      CLAUDE_CODE_USE_FOUNDRY: '1',
    }
    const home = homeWith(CLAUDE, before, variables)
    const told = [
      'ANTHROPIC_API_KEY in ~/.claude/settings.json keeps Claude Code from using the router: remove it there.',
      'CLAUDE_CODE_USE_BEDROCK in ~/.claude/settings.json keeps Claude Code from using the router: remove it there.',
      'apiKeyHelper in ~/.claude/settings.json keeps Claude Code from using the router: remove it there.',
      'CLAUDE_CODE_USE_FOUNDRY in the environment keeps Claude Code from using the router: unset it where the client starts.',
    ]
    const asJson = await home.run('claude-code', '--write', '--json')
    expect(JSON.parse(asJson.stdout).warnings).toEqual(told)
    const asText = await home.run('claude-code', '--write')
    for (const line of told) expect(asText.stdout).toContain(line)
    expect(asJson.stdout + asText.stdout).not.toContain('sk-ant-other')
  })

  it.each([
    ['claude-code', undefined],
    ['claude-code', '{ "env": '],
    ['claude-code', '{ "env": { "OTHER": "1" }, "apiKeyHelper": "" }'],
    ['env', '{ "env": { "ANTHROPIC_API_KEY": "x" } }'],
  ])('warns of nothing for %s where the file is %j', async (client, text) => {
    const home = homeWith(text === undefined ? undefined : CLAUDE, text)
    const { code, stdout } = await home.run(client, '--json')
    expect([code, JSON.parse(stdout).warnings]).toEqual([0, []])
  })

  describe.skipIf(process.platform === 'win32')('and who may read the file', () => {
    const modesIn = (folder: string) =>
      readdirSync(folder).map((name) => (statSync(join(folder, name)).mode & 0o777).toString(8))

    it('closes one that others could read, and what is kept of it, and says so', async () => {
      const home = homeWith(CLAUDE, '{}\n')
      chmodSync(join(home.folder, CLAUDE), 0o644)
      const { stdout } = await home.run('claude-code', '--write')
      expect(stdout).toMatch(/kept in \S+\. Others could read it; now only its owner can\.$/m)
      expect(modesIn(join(home.folder, '.claude'))).toEqual(['600', '600'])
      chmodSync(join(home.folder, CLAUDE), 0o664)
      const again = await home.run('claude-code', '--write', '--json')
      expect(JSON.parse(again.stdout).written).toMatchObject({ change: 'none', tightened: true })
      expect(modesIn(join(home.folder, '.claude'))).toEqual(['600', '600'])
      const third = await home.run('claude-code', '--write', '--json')
      expect(JSON.parse(third.stdout).written).not.toHaveProperty('tightened')
    })

    it('leaves one as it is that gets no secret', async () => {
      const home = homeWith(CLAUDE, '{}\n', { ROUTER_API_KEY: '' })
      chmodSync(join(home.folder, CLAUDE), 0o640)
      const { stdout } = await home.run('claude-code', '--write', '--json')
      expect(JSON.parse(stdout).written).not.toHaveProperty('tightened')
      expect(modesIn(join(home.folder, '.claude'))).toEqual(['640', '640'])
    })

    it('makes a new one for its user alone', async () => {
      const home = homeWith()
      await home.run('claude-code', '--write')
      expect(modesIn(join(home.folder, '.claude'))).toEqual(['600'])
    })

    it.runIf(process.getuid?.() === 0)('keeps its owner', async () => {
      const home = homeWith(CLAUDE, '{}\n')
      chownSync(join(home.folder, CLAUDE), 4242, 4243)
      await home.run('claude-code', '--write')
      const { uid, gid } = statSync(join(home.folder, CLAUDE))
      expect([uid, gid]).toEqual([4242, 4243])
      expect(home.read(CLAUDE)).toContain(KEY)
    })
  })

  it.each([
    ['claude-code', CLAUDE, '{ "env": '],
    ['claude-code', CLAUDE, '{ "env": 3 }'],
    ['continue', CONTINUE, 'models: { a: 1 }\n'],
    ['continue', CONTINUE, 'a: [\n'],
  ])('leaves %s alone when %s is %j', async (client, path, text) => {
    const home = homeWith(path, text)
    const { code, stderr } = await home.run(client, '--write')
    expect(code).toBe(1)
    expect(stderr).toMatch(/was left as it is\. .*mend it first/)
    expect(home.read(path)).toBe(text)
    expect(readdirSync(dirname(join(home.folder, path)))).toHaveLength(1)
  })
})
