import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { ChatEvent } from '../contracts/chat.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { HttpChatReply } from './chat-reply.ts'
import type { HttpSettings } from './endpoint.ts'

const request = openaiChat.decodeRequest(
  Buffer.from('{"messages":[{"role":"user","content":"hi"}],"stream":true}'),
)
const head = { model: 'm', backend: 'b', reason: 'r', attempts: 1, overheadMs: 0, dropped: [] }
const settings: HttpSettings = {
  version: '0',
  startedAt: 0,
  externalName: 'router',
  listModels: false,
  apiKey: undefined,
  adminApiKey: undefined,
  corsOrigins: [],
  maxBodyBytes: 1_000,
  metadata: false,
  signature: undefined,
}
const unwanted: ChatEvent = { type: 'usage', usage: { input: 1, output: 1 }, alone: true }

it.each([
  ['without a single event', []],
  ['whose events say nothing to the client', [unwanted]],
])('a stream %s has its head and its end', async (_, events) => {
  const server = createServer((_request, res) => {
    const about = { request, requestId: 'req-1', settings, metadata: false }
    const reply = new HttpChatReply(res, openaiChat, about)
    if (events.length > 0) reply.events(events, head)
    reply.end(head)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('x-router-model')).toBe('m')
  expect(response.headers.get('x-request-id')).toBe('req-1')
  expect(await response.text()).toBe('data: [DONE]\n\n')
})
