import { expect, it } from 'vitest'
import { z } from 'zod'
import { ANSWER_LIMIT } from './answer-limit.ts'
import { parsedAnswer } from './parsed-answer.ts'

const shape = z.object({ rows: z.array(z.object({ n: z.number() })) })

it('gives what is of the shape', () => {
  expect(parsedAnswer('a', '{"rows":[{"n":1}],"more":true}', shape)).toEqual({ rows: [{ n: 1 }] })
})

it.each([
  ['<html></html>', 'a: a web page came instead of figures'],
  [' \n<!doctype html>', 'a: a web page'],
  ['', 'a: the answer is no JSON'],
  ['{"rows":[{"n":1},{"n":"x"}]}', 'a: the answer has another shape at rows.1.n'],
  ['null', 'a: the answer has another shape'],
  [' '.repeat(ANSWER_LIMIT + 1), 'a: the answer is too long'],
])('says what is wrong with %.20j', (text, message) => {
  expect(() => parsedAnswer('a', text, shape)).toThrow(message)
})
