import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from './load.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'smarterrouter-files-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

/** The lines that a user sees below the heading; empty when the configuration is accepted. */
function complaint(env: Readonly<Record<string, string>> = {}): string[] {
  try {
    loadConfig({ env, cwd })
    return []
  } catch (error) {
    const [heading, ...lines] = String((error as Error).message).split('\n')
    expect(heading).toBe('The configuration has a problem:')
    return lines.map((line) => line.trim())
  }
}

function write(name: string, text: string): void {
  writeFileSync(join(cwd, name), text)
}

describe('a directory in the place of', () => {
  it('smarterrouter.yaml is named in one line', () => {
    mkdirSync(join(cwd, 'smarterrouter.yaml'))
    expect(complaint()).toEqual([
      expect.stringMatching(/smarterrouter\.yaml.*is a directory, not a file/),
    ])
  })

  it('.env is named in one line', () => {
    mkdirSync(join(cwd, '.env'))
    expect(complaint()).toEqual([expect.stringMatching(/\.env.*is a directory, not a file/)])
  })

  it('the file of a secret is named in one line, with its variable', () => {
    const [line, ...more] = complaint({ ROUTER_API_KEY_FILE: '.' })
    expect(line).toMatch(/ROUTER_API_KEY_FILE.*is a directory, not a file/)
    expect(more).toEqual([])
  })
})

it('two backends with one name are refused in one line, where the second stands', () => {
  const entry = (url: string) => `  - { name: desk, kind: ollama, url: "${url}" }\n`
  write('smarterrouter.yaml', `backends:\n${entry('http://a')}${entry('http://b')}`)
  expect(complaint()).toEqual([
    'smarterrouter.yaml:3:13: backends[1].name = desk: is the name of an earlier backend too',
  ])
})

it('takes a .env and a file with a byte order mark, CRLF and quotes', () => {
  write('.env', '\uFEFFROUTER_PORT="9000"\r\nROUTER_API_KEY=\'a#b\'\r\nROUTER_LOG_LEVEL=warn\r\n')
  write('smarterrouter.yaml', '\uFEFFport: 1\r\nlog:\r\n  format: json\r\n')
  const { settings, warnings } = loadConfig({ env: {}, cwd })
  expect(settings.port).toBe(9000)
  expect(settings.access.apiKey).toBe('a#b')
  expect(settings.log).toEqual({ level: 'warn', format: 'json' })
  expect(warnings).toEqual([])
})

it('a mistake in such a .env is one line without a stray quote or line end', () => {
  write('.env', '\uFEFFROUTER_PORT="nine"\r\n')
  expect(complaint()).toEqual([
    expect.stringMatching(/^ROUTER_PORT in \.env: port = nine: must be/),
  ])
})
