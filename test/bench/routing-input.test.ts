import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { csvRows } from '../../bench/routing/csv-rows.ts'
import { InputFault } from '../../bench/routing/input-fault.ts'
import { readLabelled } from '../../bench/routing/labelled-prompts.ts'
import { readPool } from '../../bench/routing/read-pool.ts'
import { routingOptions } from '../../bench/routing/routing-options.ts'
import { foldOf } from '../../bench/routing/split.ts'
import { withoutDuplicates } from '../../bench/routing/without-duplicates.ts'

const scratch = mkdtempSync(join(tmpdir(), 'smarterrouter-routing-'))
afterAll(() => rmSync(scratch, { recursive: true }))
let folders = 0

const PROMPTS = `{"id":"a","prompt":"one","task":"t"}\n{"id":2,"prompt":"two, or more"}\n`
const OUTCOMES = 'id,x-7b,y-70b\na,1,0\n2,0.25,\n'

function folder(files: Readonly<Record<string, string>>): string {
  folders += 1
  const path = join(scratch, `pool-${folders}`)
  mkdirSync(path)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}

describe('comma-separated values', () => {
  it('may be quoted, with commas, quotes and line breaks', () => {
    expect(csvRows('a,"b, ""c""\nd"\r\n1,\n')).toEqual([
      ['a', 'b, "c"\nd'],
      ['1', ''],
    ])
    expect(csvRows('a,b')).toEqual([['a', 'b']])
  })

  it('are nothing where a quote is out of place', () => {
    expect(csvRows('a,"b"c\n')).toBeUndefined()
  })
})

describe('a folder of outcomes', () => {
  it('gives the rows in which no model is missing', () => {
    const path = folder({ 'prompts.jsonl': PROMPTS, 'outcomes.csv': OUTCOMES })
    const pool = readPool(path)
    expect(pool).toMatchObject({ name: 'pool-1', models: ['x-7b', 'y-70b'], incomplete: 1 })
    expect(pool.rows).toEqual([
      { text: 'one', task: 't', fold: foldOf('one'), outcomes: [1, 0], costs: undefined },
    ])
  })

  it('may name its models, price them by a table, and repeat a prompt', () => {
    const path = folder({
      'prompts.jsonl': `${PROMPTS}{"id":"c","prompt":"ONE?"}\n`,
      'outcomes.csv': 'id,x,y\nc,1,1\na,0.5,\n2,0,1\n',
      'chars.csv': 'id,y,x\na,1,10\n2,1,20\nc,1,1\n',
    })
    const price = (value: number, model: string): number => value * (model === 'x' ? 3 : 0)
    const pool = readPool(path, { name: 'p', models: ['x'], cost: { file: 'chars.csv', price } })
    expect(pool.rows.map(({ outcomes, costs }) => [outcomes, costs])).toEqual([
      [[0.5], [30]],
      [[0], [60]],
    ])
    expect(pool.duplicates).toBe(1)
  })

  it.each([
    ['no file', { 'prompts.jsonl': PROMPTS }, /no file .*outcomes\.csv/],
    [
      'no JSON',
      { 'prompts.jsonl': '{"id":1\n', 'outcomes.csv': OUTCOMES },
      /prompts\.jsonl, line 1/,
    ],
    [
      'no prompt',
      { 'prompts.jsonl': '\n{"id":"a"}\n', 'outcomes.csv': 'id,x\na,1\n' },
      /prompts\.jsonl, line 2: "prompt" is not a text/,
    ],
    [
      'an id that no prompt has',
      { 'prompts.jsonl': PROMPTS, 'outcomes.csv': 'id,x\nq,1\n' },
      /no prompt has the id q/,
    ],
    [
      'no number',
      { 'prompts.jsonl': PROMPTS, 'outcomes.csv': 'id,x\na,yes\n' },
      /outcomes\.csv, line 2: yes is not a number/,
    ],
    [
      'more than everything',
      { 'prompts.jsonl': PROMPTS, 'outcomes.csv': 'id,x\na,1.5\n' },
      /1\.5 is not from 0 to 1/,
    ],
    [
      'a short row',
      { 'prompts.jsonl': PROMPTS, 'outcomes.csv': 'id,x,y\na,1\n' },
      /line 2: 2 fields, not 3/,
    ],
    ['no header', { 'prompts.jsonl': PROMPTS, 'outcomes.csv': 'a,1\n' }, /the first line/],
    ['nothing', { 'prompts.jsonl': '', 'outcomes.csv': 'id,x\n' }, /no prompt has the outcomes/],
  ])('is refused in one clear line: %s', (_, files, reason) => {
    const path = folder(files as Record<string, string>)
    expect(() => readPool(path)).toThrow(InputFault)
    expect(() => readPool(path)).toThrow(reason)
  })
})

describe('labelled prompts', () => {
  it('are of a family that there is', () => {
    const path = folder({
      'good.jsonl': '{"prompt":"p","family":"math"}\n',
      'bad.jsonl': '{"prompt":"p","family":"math"}\n{"prompt":"q","family":"maths"}\n',
    })
    expect(readLabelled(join(path, 'good.jsonl'))).toHaveLength(1)
    expect(() => readLabelled(join(path, 'bad.jsonl'))).toThrow(/bad\.jsonl, line 2: "family"/)
  })
})

describe('duplicates', () => {
  it('differ in no word', () => {
    const texts = ['A b.', 'a  B', 'a c', '?', '!'].map((text) => ({ text }))
    expect(withoutDuplicates(texts).map(({ text }) => text)).toEqual(['A b.', 'a c', '?', '!'])
  })
})

describe('the command line', () => {
  const options = (...args: string[]) => routingOptions(args, {}, '/root/project')

  it('has the data beside the repository unless it is told otherwise', () => {
    expect(options().data).toBe('/root/shared/data/routing')
    const given = routingOptions(['--json'], { ROUTING_DATA: '/data' }, '/root/project')
    expect(given).toMatchObject({ data: '/data', json: true, writeDocs: false, pool: undefined })
  })

  it.each([
    [['--jsn'], /'--jsn'; there are --json, --write-docs, --pool, --prompts/],
    [['--pool', join(scratch, 'nowhere')], /there is no folder/],
    [['--pool'], /--pool/],
    [['stray'], /stray/],
    [['--write-docs', '--pool', scratch], /--write-docs goes with/],
  ])('is refused in one clear line: %j', (args, reason) => {
    expect(() => options(...args)).toThrow(InputFault)
    expect(() => options(...args)).toThrow(reason)
  })
})
