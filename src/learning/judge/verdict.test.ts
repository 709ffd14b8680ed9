import { describe, expect, it } from 'vitest'
import { verdictIn } from './verdict.ts'

const NAMES = ['K7QX2B', 'PW0M3Z', 'tie']

describe('verdictIn', () => {
  it.each([
    ['as asked', '{"reason":"It is right.","better":"K7QX2B"}', 'K7QX2B'],
    ['fenced', '```json\n{"reason": "x", "better": "PW0M3Z"}\n```', 'PW0M3Z'],
    ['after words', 'Sure! Here is my verdict: {"better": "tie", "reason": "alike"}', 'tie'],
    ['before words', '{"better":"K7QX2B"}\nI hope that helps {a lot}.', 'K7QX2B'],
    ['with braces in it', '{"reason":"uses { and } and \\"}\\"","better":"PW0M3Z"}', 'PW0M3Z'],
    ['inside another', '{"result":{"better":"K7QX2B","reason":""}}', 'K7QX2B'],
    ['in another case', '{"better":"k7qx2b"}', 'K7QX2B'],
    ['with more in it', '{"better":"TIE","confidence":0.2}', 'tie'],
    ['alone', ' **PW0M3Z** ', 'PW0M3Z'],
    ['alone and quoted', '"tie".', 'tie'],
    ['after thoughts', '<think>{"better":"PW0M3Z"}? No.</think>{"better":"K7QX2B"}', 'K7QX2B'],
    ['twice the same', '{"better":"tie"} so {"better":"tie"}', 'tie'],
    ['after an echo of other JSON', '{"conversation":[]} {"better":"K7QX2B"}', 'K7QX2B'],
    ['after a name that is none', '{"better":"A"} {"better":"K7QX2B"}', 'K7QX2B'],
  ])('reads a verdict %s', (_, text, expected) => {
    expect(verdictIn(text, NAMES)).toBe(expected)
  })

  it.each([
    ['nothing', ''],
    ['prose', 'The better answer is K7QX2B, since PW0M3Z is wrong.'],
    ['a score', '{"score": 9}'],
    ['no name', '{"better":"A"}'],
    ['both', '{"better":"K7QX2B"} {"better":"PW0M3Z"}'],
    ['half of it', '{"reason":"It is right.","better":"K7Q'],
    ['not a text', '{"better":["K7QX2B"]}'],
    ['unfinished thoughts', '<think>{"better":"PW0M3Z"} or maybe'],
    ['braces without end', '{'.repeat(100_000)],
  ])('takes %s for no verdict', (_, text) => {
    expect(verdictIn(text, NAMES)).toBeUndefined()
  })
})
