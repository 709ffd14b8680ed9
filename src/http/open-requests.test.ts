import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { OpenRequests } from './open-requests.ts'

it('counts answers until they close, and tells when there is none', async () => {
  const open = new OpenRequests()
  const responses = [1, 2].map(() => new ServerResponse(new IncomingMessage(new Socket())))
  await open.none()
  for (const response of responses) open.add(response)
  expect(open.count).toBe(2)
  let told = false
  const none = open.none().then(() => {
    told = true
  })
  responses[0]?.emit('close')
  await Promise.resolve()
  expect([open.count, told]).toEqual([1, false])
  responses[1]?.emit('close')
  await none
  expect(open.count).toBe(0)
})
