import { describe, expect, it } from 'vitest'
import { foldOf, sideOf, stemOf } from '../../bench/routing/split.ts'

const question =
  'A robe takes 2 bolts of blue fiber and half that much white fiber. How many in total?'
const stem = 'a robe takes 2 bolts of blue fiber and half that much white fiber how many in total'

describe('the stem of a question', () => {
  it.each([
    question,
    `${question}\n`,
    `  ${question.toUpperCase()}`,
    `Q: ${question}`,
    `Question: ${question}\nAnswer:`,
    `Answer the following math question. Put the answer in a box.\nQuestion: ${question}`,
    `${question}\nA. 1\nB. 2\nC. 3\nD. 4\nAnswer:`,
    `${question}\nA) 1\nB) 2`,
    `${question}\n(A) 1 (B) 2 (C) 3`,
    `${question} A: one B: two`,
    `${question}\nOptions:\n- one\n- two`,
    `${question}\nAfter careful thought, put you final answer in \\boxed{...}.`,
    question.replace('fiber.', 'fiber —'),
  ])('is the same in every layout: %j', (prompt) => {
    expect(stemOf(prompt)).toBe(stem)
  })

  it('looks past what a whole data set opens with', () => {
    const moral =
      'For which of these two scenarios does the main character (who uses I/me/my) do something clearly morally wrong, as judged by ordinary moral standards in the US as of 2020?\nScenario 1 | I fed the cat.'
    const crux =
      'You are given a Python function and an assertion containing an input to the function. Complete it. \n\n[PYTHON]\ndef f(nums):\n    return nums'
    const houses =
      'Q: There are 3 houses in a row, numbered 1 on the left to 3 on the right. There is one person living in each house. The people in these houses have different characteristics:\n - Each person has a pet'
    expect(stemOf(moral)).toBe('scenario 1 i fed the cat')
    expect(stemOf(crux)).toBe('def f nums return nums')
    expect(stemOf(houses)).toBe('each person has a pet')
  })

  it('keeps at most 120 characters, in any alphabet', () => {
    expect(stemOf('слово '.repeat(100))).toHaveLength(120)
    expect(stemOf('Що це?')).toBe('що це')
  })

  it('is never empty where there is anything', () => {
    expect(stemOf('A. one\nB. two')).toBe('a one b two')
    expect(stemOf(' ?! ')).toBe('?!')
    expect(stemOf('👋')).not.toBe(stemOf('😂'))
  })
})

describe('the fold of a question', () => {
  it('is FNV-1a of the stem, modulo ten', () => {
    expect(foldOf('a')).toBe(0xe40c292c % 10)
    expect(foldOf('foobar')).toBe(0xbf9cf968 % 10)
  })

  it('puts six tenths on the side of training and three on that of the test', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(sideOf)).toEqual([
      ...Array(6).fill('train'),
      'dev',
      ...Array(3).fill('test'),
    ])
  })
})
