import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { callerOf } from './caller.ts'

function callerWith(headers: Readonly<Record<string, string>>, remoteAddress = '10.0.0.1') {
  return callerOf({ headers, socket: { remoteAddress } } as unknown as FastifyRequest)
}

describe('who asks', () => {
  it.each(['authorization', 'x-api-key', 'x-forwarded-for', 'x-openwebui-user-id', 'user-agent'])(
    'is told apart by %s, of which the end counts',
    (name) => {
      const [long, other] = ['a', 'b'].map((end) => callerWith({ [name]: 'x'.repeat(5000) + end }))
      expect(long?.identity).not.toBe(other?.identity)
      expect(long?.identity.length).toBeLessThan(1000)
      expect(callerWith({ [name]: 'a' })).toEqual(callerWith({ [name]: 'a' }))
    },
  )

  it('is told apart by where it is, and not by what it accepts', () => {
    expect(callerWith({}).identity).not.toBe(callerWith({}, '10.0.0.2').identity)
    expect(callerWith({ accept: 'a' })).toEqual(callerWith({ accept: 'b' }))
  })

  it('may name its conversation, in our own header first', () => {
    const theirs = { 'x-openwebui-chat-id': 'chat' }
    expect(callerWith({}).conversation).toBeUndefined()
    expect(callerWith(theirs).conversation).toBe('chat')
    expect(callerWith({ ...theirs, 'x-router-session': ' ours ' }).conversation).toBe('ours')
    expect(callerWith({ ...theirs, 'x-router-session': ' ' }).conversation).toBe('chat')
  })
})
