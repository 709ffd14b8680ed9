import { describe, expect, it } from 'vitest'
import { scan } from './scan.ts'

describe('scan', () => {
  it('counts each cue once, in whatever case', () => {
    const once = scan('Python')
    expect(once.evidence.code).toBeGreaterThan(0)
    expect(scan('python PYTHON Python').evidence).toEqual(once.evidence)
  })

  it('knows phrases by both words in a row', () => {
    expect(scan('how many').evidence.math).toBeGreaterThan(0)
    expect(scan('many how').evidence.math).toBe(0)
    expect(scan('how so many').evidence.math).toBe(0)
  })

  it('knows stems by longer words only', () => {
    expect(scan('translating').evidence.extract).toBeGreaterThan(0)
    expect(scan('trans').evidence.extract).toBe(0)
  })

  it.each([
    ['code', 'print(x);', 2],
    ['code', 'snake_case_name', 1],
    ['code', 'a (word) in brackets; and more', 0],
    ['math', '3 + 4 = 7', 2],
    ['math', 'x^2', 1],
    ['math', '\u2211 and \u222b', 2],
    ['math', 'on 2024-01-05, A+B and C', 0],
    ['fences', 'a ```js\nlet x\n``` b', 2],
    ['latex', '\\frac{1}{2}', 1],
    ['latex', 'one\\n two', 0],
  ] as const)('counts marks of %s in %j', (kind, text, count) => {
    expect(scan(text).marks[kind]).toBe(count)
  })

  it('counts words, numbers and questions in any script', () => {
    expect(scan('Do 2 or 3 dogs bark?')).toMatchObject({
      words: 6,
      numbers: 2,
      marks: { questions: 1 },
    })
    expect(scan('Really??? \u061f \uff1f')).toMatchObject({ marks: { questions: 3 } })
    expect(scan('\u4eca\u5929\u5929\u6c14').words).toBe(2)
    expect(scan('\ud83d\ude42 \ud800')).toMatchObject({ words: 0 })
  })

  it('reads words of one script next to another', () => {
    expect(scan('Python\u3067').evidence.code).toBe(scan('Python').evidence.code)
  })
})
