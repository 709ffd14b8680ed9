import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const command = resolve(import.meta.dirname, '../../bench/routing.ts')
const scratch = mkdtempSync(join(tmpdir(), 'smarterrouter-routing-command-'))
const pool = join(scratch, 'mine')
const prompts = join(scratch, 'prompts.jsonl')

beforeAll(() => {
  const ids = Array.from({ length: 60 }, (_, at) => at)
  mkdirSync(pool)
  const lines = ids.map((id) => JSON.stringify({ id, prompt: `Solve ${id} x = ${id * id} for x` }))
  writeFileSync(join(pool, 'prompts.jsonl'), lines.join('\n'))
  const outcomes = ids.map((id) => `${id},${id % 2},0.75`)
  writeFileSync(join(pool, 'outcomes.csv'), ['id,llama-8b,llama-70b', ...outcomes].join('\n'))
  writeFileSync(prompts, '{"prompt":"Write a poem about the sea","family":"writing"}\n')
})
afterAll(() => rmSync(scratch, { recursive: true }))

function run(...args: string[]): { status: number | null; out: string; told: string } {
  const env = { ...process.env, ROUTING_DATA: join(scratch, 'no-data') }
  const done = spawnSync(process.execPath, [command, ...args], { env, encoding: 'utf8' })
  return { status: done.status, out: done.stdout, told: done.stderr }
}

describe('npm run bench:routing', () => {
  it('scores a folder and a file of prompts, with one line of JSON at the end', () => {
    const { status, out } = run('--json', '--pool', pool, '--prompts', prompts)
    expect(status).toBe(0)
    const found = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')
    expect(Object.keys(found.pools)).toEqual(['mine'])
    const figures = 'best_single router oracle difference gap_closed auc brier aiq aiq_zero'
    for (const name of figures.split(' '))
      expect(found.pools.mine[name]).toEqual(expect.any(Number))
    expect(found.pools.mine.ci95).toHaveLength(2)
    expect(found.families.prompts).toBe(1)
    expect(found).toMatchObject({ pairs: null, ood: null, cold_start: null, online: null })
  })

  it('says in one line what is wrong, and ends with 2', () => {
    writeFileSync(prompts, '{"prompt":"Write a poem about the sea"}\n')
    for (const args of [
      ['--nonsense'],
      ['--pool', join(scratch, 'none')],
      ['--prompts', prompts],
    ]) {
      const { status, out, told } = run(...args)
      expect([status, out]).toEqual([2, ''])
      expect(told.trimEnd().split('\n').at(-1)).toMatch(/^bench:routing: /)
      expect(told).not.toContain('    at ')
    }
  })
})
