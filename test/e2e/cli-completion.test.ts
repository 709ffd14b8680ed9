import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runRouter, scratchFolder } from '../support/router-process.ts'

const ROOT = join(import.meta.dirname, '../..')
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

async function script(shell: string): Promise<string> {
  const { code, stdout, stderr } = await runRouter(['completion', shell]).ended
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

/** What bash offers for the last word of a command line. */
function offered(completion: string, words: readonly string[]): readonly string[] {
  const file = join(scratchFolder(), 'completion.bash')
  writeFileSync(file, completion)
  const typed = ['smarterrouter', ...words].map((word) => `'${word}'`).join(' ')
  const ask = `source ${file}; COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _smarterrouter; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-c', ask], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
}

describe('smarterrouter on the path, as npm link puts it there', () => {
  it('takes what npm start takes, in any folder', () => {
    const folder = scratchFolder({ 'smarterrouter.yaml': 'port: none' })
    const link = join(folder, 'smarterrouter')
    symlinkSync(join(ROOT, PACKAGE.bin.smarterrouter), link)
    const { status, stdout } = spawnSync(link, ['config', 'check', '--json'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(status).toBe(2)
    expect(JSON.parse(stdout).error.problems).toMatchObject([{ where: 'smarterrouter.yaml:1:7' }])
  })

  it('is started by a file that Node before 22.19 understands', () => {
    expect(PACKAGE.bin.smarterrouter).toMatch(/\.mjs$/)
  })
})

describe('completion', () => {
  it('offers in bash what can follow', async () => {
    const completion = await script('bash')
    expect(offered(completion, ['do'])).toEqual(['doctor'])
    expect(offered(completion, ['config', ''])).toEqual(
      expect.arrayContaining(['check', 'explain', '--help']),
    )
    expect(offered(completion, ['config', 'check', '--j'])).toEqual(['--json'])
    expect(offered(completion, ['connect', 'cl'])).toEqual(['claude-code', 'cline'])
    expect(offered(completion, ['status', '--w'])).toEqual(['--watch'])
    expect(offered(completion, ['serve', '--port', '80', '--h'])).toEqual(['--host', '--help'])
    expect(offered(completion, ['nonsense', ''])).toEqual([])
  })

  it.each(['bash', 'zsh', 'fish'])(
    'has every command and option of the help in %s',
    async (shell) => {
      const [completion, help] = await Promise.all([script(shell), runRouter(['--help']).ended])
      const commands = [...help.stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name ?? '')
      expect(commands.length).toBeGreaterThan(7)
      for (const name of commands.filter((one) => one !== 'help'))
        expect(completion).toContain(name)
      for (const option of ['watch', 'show-key', 'port', 'json'])
        expect(completion).toContain(option)
    },
  )

  it('gives JSON too', async () => {
    const { stdout } = await runRouter(['completion', 'fish', '--json']).ended
    expect(JSON.parse(stdout)).toMatchObject({ shell: 'fish' })
  })
})
