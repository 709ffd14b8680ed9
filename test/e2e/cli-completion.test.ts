import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runRouter, scratchFolder } from '../support/router-process.ts'

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
