import { describe, expect, it } from 'vitest'
import { passes } from './code-answer.ts'

const TESTS = [
  { given: [1, 2], gives: 3 },
  { given: [-1, 1], gives: 0 },
]
const add = (text: string): Promise<boolean> => passes(text, 'add', TESTS)

describe('code in an answer', () => {
  it.each([
    ['bare', 'function add(a, b) { return a + b }'],
    ['in a fence', 'Here you are:\n```js\nfunction add(a, b) {\n  return a + b\n}\n```\nIt adds.'],
    ['as a constant', '```javascript\nconst add = (a, b) => a + b;\n```'],
    ['exported', '```ts\nexport const add = (a, b) => a + b\n```'],
    ['after a wrong block', '```js\nadd(1, 2)\n```\nso\n```js\nfunction add(a,b){return a+b}\n```'],
    ['with an open fence', '```js\nfunction add(a,b){return a+b}'],
    ['with tricks on JSON', 'JSON.stringify = () => "3"; function add(a, b) { return a + b }'],
  ])('is found %s', async (_, text) => {
    expect(await add(text)).toBe(true)
  })

  it.each([
    ['is wrong', 'function add(a, b) { return a - b }'],
    ['is missing', 'I would add the two numbers.'],
    ['is empty', ''],
    ['has an error', 'function add(a, b { return a + b }'],
    ['throws', 'function add() { throw new Error("no") }'],
    ['gives a text', 'function add(a, b) { return String(a + b) }'],
    ['gives no JSON', 'function add() { return () => 3 }'],
    ['gives a promise', 'async function add(a, b) { return a + b }'],
    ['runs for ever', 'function add() { for (;;) {} }'],
    ['runs for ever at once', 'for (;;) {}; function add(a, b) { return a + b }'],
    ['takes all memory', 'function add() { let s = "x"; for (;;) s += s }'],
    [
      'fills buffers',
      'function add() { const a = []; for (;;) a.push(new Uint8Array(3e7).fill(1)) }',
    ],
    [
      'fills texts',
      'function add() { const a = []; for (let i = 0; ; i++) a.push("a".repeat(3e7 - i)) }',
    ],
    ['fills an array', 'function add() { const a = []; for (;;) a.push(new Array(1e6).fill(1)) }'],
    ['recurses without end', 'function add(a, b) { return add(a, b) }'],
    ['gives far too much', 'function add() { return "x".repeat(1e6) }'],
    ['gives itself', 'function add() { const a = []; a.push(a); return a }'],
    ['asks for the process', 'function add(a, b) { return process.pid ? a + b : 0 }'],
    ['asks for a module', 'function add(a, b) { require("fs"); return a + b }'],
    ['asks by Function', 'function add(a, b) { Function("return process")().pid; return a + b }'],
    [
      'asks by a constructor',
      'function add(a,b){ add.constructor("return this.process.env")().HOME; return a+b }',
    ],
    ['asks the network', 'function add(a, b) { fetch("http://localhost"); return a + b }'],
    ['waits', 'function add(a, b) { setTimeout(() => {}, 1); return a + b }'],
    ['logs', 'function add(a, b) { console.log(a); return a + b }'],
    ['imports', 'import fs from "fs"; function add(a, b) { return a + b }'],
    ['imports later', 'function add(a, b) { return import("fs").then(() => 3) }'],
    ['hides its result', 'function add() { return { toJSON: () => undefined } }'],
    [
      'has a regex without end',
      'function add() { return /^(a+)+$/.test("a".repeat(60) + "b") ? 3 : 3.5 }',
    ],
  ])('is wrong when it %s', async (_, text) => {
    expect(await add(text)).toBe(false)
  })

  it('takes no more memory than it was given, at any moment', async () => {
    const before = process.memoryUsage.rss()
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss())
    }, 10)
    for (const fill of [
      'new Uint8Array(3e7).fill(1)',
      '"a".repeat(3e7 - i)',
      'new Array(1e5).fill(1)',
    ])
      await add(`function add() { const a = []; for (let i = 0; ; i++) a.push(${fill}) }`)
    clearInterval(watch)
    expect(most - before).toBeLessThan(300e6)
  })

  it('sees nothing of what other code left behind', async () => {
    expect(await add('globalThis.left = 3; function add() { return 3 }')).toBe(false)
    expect(
      await passes('function f() { return typeof left }', 'f', [{ given: [], gives: 'undefined' }]),
    ).toBe(true)
  })

  it('is run one job after the other', async () => {
    const answers = Array.from({ length: 5 }, () => add('function add(a, b) { return a + b }'))
    expect(await Promise.all(answers)).toEqual([true, true, true, true, true])
  })
})
