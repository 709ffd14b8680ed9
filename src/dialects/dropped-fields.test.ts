import { expect, it } from 'vitest'
import { droppedFields } from './dropped-fields.ts'
import { openaiChat } from './openai-chat.ts'

const request = (fields: object) =>
  openaiChat.decodeRequest(
    Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], ...fields })),
  )

it('names what is asked for, in the client’s order', () => {
  const asked = request({ unknown: 1, seed: 1, n: 2, other: null, user: null, top_p: 1, last: {} })
  expect(droppedFields(asked, ['topP', 'choices', 'seed', 'user', 'logprobs'])).toEqual([
    ...['unknown', 'seed', 'n', 'top_p', 'last'],
  ])
})

it('takes no longer for each of many fields', { timeout: 10_000 }, () => {
  const many = 100_000
  const fields = Object.fromEntries(Array.from({ length: many }, (_, at) => [`f${at}`, 1]))
  const { fields: _, ...rest } = request({})
  const dropped = droppedFields({ ...rest, fields }, [])
  expect([dropped.length, dropped.at(-1)]).toEqual([many, `f${many - 1}`])
})
