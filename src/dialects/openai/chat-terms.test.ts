import { describe, expect, it, test } from 'vitest'
import { decodeOpenaiChatRequest } from './chat-request.ts'
import { openaiChatTerms } from './chat-terms.ts'

const hi = { role: 'user', content: 'hi' }
const f = { type: 'function', function: { name: 'f' } }
const untranslatable = (fields: object) =>
  openaiChatTerms.untranslatable(
    decodeOpenaiChatRequest(Buffer.from(JSON.stringify({ messages: [hi], ...fields }))),
  )

describe('what has no place elsewhere', () => {
  test.each([
    [{ tools: [f, { type: 'custom', custom: { name: 'x' } }, { type: 'web_search' }] }, [1, 2]],
    [{ tools: [f] }, []],
    [{ tools: null, tool_choice: null }, []],
  ])('of the tools %j', (fields, places) => {
    expect(untranslatable(fields)).toEqual(places.map((at) => `tools[${at}]`))
  })

  test.each([
    ['required', []],
    [f, []],
    [{ type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [f] } }, ['tool_choice']],
    [{ type: 'custom', custom: { name: 'x' } }, ['tool_choice']],
  ])('of the choice %j', (tool_choice, paths) => {
    expect(untranslatable({ tools: [f], tool_choice })).toEqual(paths)
  })

  it('of earlier calls', () => {
    const custom = { id: 'c', type: 'custom', custom: { name: 'x', input: 'y' } }
    const messages = [hi, { role: 'assistant', content: null, tool_calls: [f, custom] }]
    expect(untranslatable({ messages, logit_bias: {}, verbosity: 'low' })).toEqual([
      'verbosity',
      'messages[1].tool_calls[1]',
    ])
  })
})
