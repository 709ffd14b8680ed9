import { expect, it } from 'vitest'
import type { ChatMessage } from '../../contracts/chat.ts'
import { toolCallId, turnSalt } from './tool-call-id.ts'

const user = (content: ChatMessage['content']): ChatMessage => ({ role: 'user', content })
const result = (toolCallId: string): ChatMessage => ({ role: 'tool', content: 'ok', toolCallId })

it('ids are nine letters and digits that differ between calls and between turns', () => {
  const ids = [0, 1, 35, 36, 1295].flatMap((index) =>
    [0, 1, 46_655, 2 ** 31].map((salt) => toolCallId(() => salt, index)),
  )
  expect(new Set(ids).size).toBe(20)
  expect(ids.every((id) => /^c[a-z0-9]{8}$/.test(id))).toBe(true)
})

it('turns differ by their number, by what was said last and by the call that was answered', () => {
  const long = 'x'.repeat(1_000)
  const turns = [
    [],
    [user('one')],
    [user('two')],
    [user('one'), user('one')],
    [user([{ type: 'text', text: 'three' }])],
    [user([{ type: 'image', url: 'data:,' }])],
    [user(`${long}a${long}`)],
    [user(`${long}a${long}${long}`)],
    [user(`${long}b`)],
    [result('c1')],
    [result('c2')],
  ]
  expect(new Set(turns.map((turn) => turnSalt(turn)())).size).toBe(turns.length)
  expect(turnSalt([user('one')])()).toBe(turnSalt([user('one')])())
})
