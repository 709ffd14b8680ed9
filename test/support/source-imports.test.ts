import { describe, expect, it } from 'vitest'
import { computedImportsIn, importsIn, withoutComments, withoutTexts } from './source-imports.ts'

describe('importsIn', () => {
  it.each([
    ["import { a } from './a.ts'", './a.ts', 'code'],
    ["import a, { type B } from '../a.ts'", '../a.ts', 'code'],
    ["import {\n  a,\n  b,\n} from './a.ts'", './a.ts', 'code'],
    ["import * as a from 'zod'", 'zod', 'code'],
    ["import type { A } from './a.ts'", './a.ts', 'type'],
    ["import './a.ts'", './a.ts', 'code'],
    ['import "./a.ts"', './a.ts', 'code'],
    ["export { a } from './a.ts'", './a.ts', 'code'],
    ["export * from './a.ts'", './a.ts', 'code'],
    ["export type { A } from './a.ts'", './a.ts', 'type'],
    ["const { a } = await import('./a.ts')", './a.ts', 'code'],
    ['const a = import(`./a.ts`)', './a.ts', 'code'],
    ["type A = import('./a.ts').A", './a.ts', 'code'],
    ["const a = require('./a.ts')", './a.ts', 'code'],
    ["new Worker(new URL('./a.ts', import.meta.url))", './a.ts', 'apart'],
  ])('sees %j', (source, specifier, use) => {
    const found = importsIn(`const before = 1\n${source}\nconst after = 'b'`)
    expect(new Set(found.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ specifier, use })]),
    )
  })

  it('sees none in texts and comments', () => {
    const source = [
      "const a = 'import b'",
      "// import './b.ts'",
      "/* from './b.ts' */",
      "const url = 'http://x'",
      "new URL('./picture.png', import.meta.url)",
      "export const c = 'd'",
    ]
    expect(importsIn(withoutComments(source.join('\n')))).toEqual([])
  })
})

it('computedImportsIn sees what cannot be followed', () => {
  const followed = "import('./a.ts'); import(`./b.ts`); require('c')"
  expect(computedImportsIn(followed)).toEqual([])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of one.
  const lost = ['import(name)', 'import(`./${name}.ts`)', "import('./' + name)", 'require(name)']
  expect(lost.flatMap(computedImportsIn)).toEqual(lost)
})

it('withoutComments keeps texts that look like comments', () => {
  const source = "a('*/*') // x\nb('//c') /* y */ + `/* z */`"
  expect(withoutComments(source)).toBe("a('*/*') \nb('//c')  + `/* z */`")
})

it('withoutTexts keeps the code around them', () => {
  expect(withoutTexts("a('it\\'s', \"b\", `c`) + d")).toBe("a('', '', `c`) + d")
})
