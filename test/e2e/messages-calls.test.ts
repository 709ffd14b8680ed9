import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  chunkEvent,
  DONE_EVENT,
  type RecordingBackend,
  recordingBackend,
  streamAnswer,
  wholeAnswer,
} from '../support/recording-backend.ts'
import { type Router, startRouter } from '../support/router.ts'

const ASK: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Weather?' }],
  tools: [{ name: 'f', input_schema: { type: 'object' } }],
}

describe("what a local model calls and thinks, read by Anthropic's own client", () => {
  let backend: RecordingBackend
  let router: Router
  let client: Anthropic

  beforeAll(async () => {
    backend = await recordingBackend(['m'])
    router = await startRouter({
      yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]`,
    })
    client = new Anthropic({ baseURL: router.url, apiKey: 'none', maxRetries: 0 })
  })
  afterAll(async () => {
    await router?.stop()
    await backend?.close()
  })

  const called = (args: unknown) => ({
    content: '\n\n',
    tool_calls: [
      { index: 0, id: 'call_0', type: 'function', function: { name: 'f', arguments: args } },
    ],
  })

  function whole(message: object, finish: string): Promise<Anthropic.Message> {
    backend.answerWith(wholeAnswer(message, finish))
    return client.messages.create(ASK)
  }

  function streamed(message: object, finish: string): Promise<Anthropic.Message> {
    backend.answerWith(streamAnswer([chunkEvent(message), chunkEvent({}, finish), DONE_EVENT]))
    return client.messages.stream(ASK).finalMessage()
  }

  it.each([
    [{ a: 1 }, { a: 1 }],
    ['{"a":1}', { a: 1 }],
    ['', {}],
    ['[1]', { invalid_arguments: '[1]' }],
    ['"str"', { invalid_arguments: '"str"' }],
    ['nonsense', { invalid_arguments: 'nonsense' }],
  ])('arguments %j are the input %j, whole and streamed', async (args, input) => {
    for (const read of [whole, streamed]) {
      const { content, usage } = await read(called(args), 'tool_calls')
      expect(content).toMatchObject([{ type: 'tool_use', name: 'f', input }])
      expect(usage.output_tokens).toBeGreaterThanOrEqual(0)
    }
  })

  it.each([
    ['whose arguments are cut short', called('{"a":'), 'cut short'],
    ['without a name', { tool_calls: [{ id: 'a', function: { arguments: '{}' } }] }, 'name'],
  ])('a call %s is a broken answer, whole and streamed', async (_, message, words) => {
    for (const read of [whole, streamed]) {
      const failed = read(message, 'tool_calls')
      await expect(failed).rejects.toBeInstanceOf(Anthropic.APIError)
      await expect(failed).rejects.toThrow(words)
    }
  })

  it('has an id that no other call has', async () => {
    const answers = [await whole(called('{}'), 'tool_calls'), await streamed(called('{}'), 'stop')]
    const ids = answers.flatMap(({ content }) =>
      content.map((block) => (block.type === 'tool_use' ? block.id : '')),
    )
    expect(new Set(ids).size).toBe(2)
    for (const id of ids) expect(id).toMatch(/^toolu_[\w-]{12,}$/)
  })

  it('is not shown thoughts that it did not ask for', async () => {
    for (const read of [whole, streamed]) {
      const { content } = await read({ content: 'Paris', reasoning_content: 'Hm.' }, 'stop')
      expect(content).toMatchObject([{ type: 'text', text: 'Paris' }])
    }
  })
})
