import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadFromTexts, problemsOfTexts } from '../../test/support/load-from-texts.ts'
import { exampleFile } from './example-file.ts'
import { fileSchema } from './json-schema.ts'
import { schema } from './schema.ts'

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(fileSchema())
const takes = (yaml: string): boolean => validate(parse(yaml))
const inFile = [...schema].filter(([, { envOnly }]) => envOnly !== true)

/** Values of every sort, as they stand in a file. */
const PROBES = [
  ...['true', 'yes', '0', '1', '-1', '0.5', '7', '70000', '-0.01', '1e12', '1.5'],
  ...['x', '5m', 'info', 'json', 'largest', 'smarterrouter/main', 'http://a.example', 'data/x.db'],
  ...['[]', '[x, y]', '[lmsys]', '[1]', '{}', '{ a: b }', '{ a: 1 }', '[{ name: a }]', 'x, y'],
]

/** A file with one setting in it. */
function fileWith(path: string, value: string): string {
  const keys = path.split('.')
  const lines = keys.map((key, depth) => `${'  '.repeat(depth)}${key}:`)
  return `${lines.join('\n')} ${value}\n`
}

function loaderTakes(yaml: string): boolean {
  try {
    loadFromTexts({ yaml })
    return true
  } catch {
    return false
  }
}

describe('the JSON Schema', () => {
  it('takes the example file as it is and with everything opened', () => {
    const example = exampleFile()
    expect(validate(parse(example)) || validate.errors).toBe(true)
    expect(takes(example.replace(/^( *)#(?! \S)(.+)$/gm, '$1$2')) || validate.errors).toBe(true)
  })

  it.each(inFile)('refuses no value of %s that the loader takes in its own type', (path) => {
    const wrong = PROBES.filter((value) => {
      const yaml = fileWith(path, value)
      return loaderTakes(yaml) && !takes(yaml) && typeof parse(value) !== 'string'
    })
    // Numbers that stand for true and false are the loader's kindness to variables.
    expect(wrong.filter((value) => !/^[01]$/.test(value))).toEqual([])
  })

  it.each(inFile)('takes nothing as %s, and a variable where it is not a mapping', (path) => {
    const isComposite = ['backends', 'aliases', 'overrides'].includes(path)
    expect(takes(fileWith(path, ''))).toBe(true)
    expect(takes(fileWith(path, `$${'{env.X:-1}'}`))).toBe(!isComposite)
  })

  it.each([
    ['port: eighty'],
    ['port: 70000'],
    ['prot: 80'],
    ['log: { level: loud }'],
    ['timeouts: { connect: -1 }'],
    ['cache: { enabled: perhaps }'],
    ['backends: [{ name: a, kind: olama, url: "http://a" }]'],
    ['backends: [{ name: a, kind: ollama }]'],
    ['backends: [{ name: a, kind: ollama, url: "http://a", concurency: 2 }]'],
    ['backends: [{ name: a, kind: ollama, url: "http://a", timeouts: { tfft: 2 } }]'],
    ['overrides: { "a*": { tool: true } }'],
  ])('refuses %s, as the loader does', (yaml) => {
    expect(takes(yaml)).toBe(false)
    expect(problemsOfTexts({ yaml }).length).toBeGreaterThan(0)
  })
})

it('the example names the schema where it lies', () => {
  const [, path = ''] = /\$schema=(\S+)/.exec(exampleFile()) ?? []
  const text = readFileSync(resolve(import.meta.dirname, '../..', path), 'utf8')
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(fileSchema())))
})
