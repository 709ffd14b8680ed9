import { describe, expect, it } from 'vitest'
import type { ChatRequest } from '../../contracts/chat.ts'
import { droppedFields } from '../dropped-fields.ts'
import { decodeAnthropicRequest } from './request.ts'

const HI = [{ role: 'user', content: 'hi' }]

function decode(body: object): ChatRequest {
  return decodeAnthropicRequest(
    Buffer.from(JSON.stringify({ max_tokens: 64, messages: HI, ...body })),
  )
}

const left = (body: object) => droppedFields(decode(body), [])
const user = (...content: readonly object[]) => ({ role: 'user', content })
const assistant = (...content: readonly object[]) => ({ role: 'assistant', content })
const text = (words: string, more = {}) => ({ type: 'text', text: words, ...more })
const tool = (more = {}) => ({ name: 'f', input_schema: { type: 'object' }, ...more })
const marked = { cache_control: { type: 'ephemeral' } }

describe('untranslatable', () => {
  it('is named by its path', () => {
    const cached = text('hi', { cache_control: { type: 'ephemeral' } })
    const request = decode({
      tools: [
        { name: 'f', input_schema: { type: 'object' } },
        { type: 'web_search_20250305', name: 'web_search' },
      ],
      tool_choice: { type: 'tool', name: 'web_search' },
      container: 'c1',
      service_tier: 'auto',
      context_management: { edits: [] },
      messages: [
        user(cached),
        assistant(text('a'), { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
        ...HI,
      ],
    })
    expect([...droppedFields(request, [])].sort()).toEqual([
      'cache_control',
      'container',
      'context_management',
      'messages[1].content[1]',
      'tool_choice',
      'tools[1]',
    ])
    expect(request.tools.map(({ name }) => name)).toEqual(['f'])
  })

  it('is not a text that only speaks of it', () => {
    const words = JSON.stringify({ cache_control: { type: 'ephemeral' } })
    expect(droppedFields(decode({ messages: [user(text(words))] }), [])).toEqual([])
  })

  it('is told in full where a backend lacks more', () => {
    const request = decode({
      thinking: { type: 'adaptive' },
      top_k: 4,
      metadata: { user_id: 'u' },
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    })
    expect(
      droppedFields(request, ['reasoning', 'topK', 'topP', 'user', 'parallelTools', 'seed']),
    ).toEqual(['thinking', 'top_k', 'metadata.user_id', 'tool_choice.disable_parallel_tool_use'])
  })

  it.each([
    ['the body', marked],
    ['the system prompt', { system: [text('Hi.', marked)] }],
    ['a tool', { tools: [tool(), tool(marked)] }],
    [
      'a call',
      {
        messages: [
          ...HI,
          assistant({ type: 'tool_use', id: 'a', name: 'f', input: {}, ...marked }),
          ...HI,
        ],
      },
    ],
    [
      'a result',
      { messages: [user({ type: 'tool_result', tool_use_id: 'a', content: [text('x', marked)] })] },
    ],
    [
      'a document',
      {
        messages: [
          user({ type: 'document', source: { type: 'content', content: [text('x', marked)] } }),
        ],
      },
    ],
  ])('is a mark for the cache on %s', (_, body) => {
    expect(left(body)).toEqual(['cache_control'])
  })

  it.each([
    [
      'a property of a tool',
      { tools: [tool({ input_schema: { type: 'object', properties: marked } })] },
    ],
    [
      'an argument of a call',
      {
        messages: [
          ...HI,
          assistant({ type: 'tool_use', id: 'a', name: 'f', input: marked }),
          ...HI,
        ],
      },
    ],
    ['null', { system: [text('Hi.', { cache_control: null })] }],
  ])('is no mark for the cache: %s', (_, body) => {
    expect(left(body)).toEqual([])
  })

  it.each([
    [{ thinking: { type: 'between_tools' } }, ['thinking']],
    [{ thinking: { type: 'adaptive', display: 'updates' } }, ['thinking.display']],
    [{ thinking: { type: 'adaptive', display: 'omitted' } }, []],
    [{ thinking: { type: 'adaptive', display: 'updates' } }, ['thinking.display']],
    [{ thinking: { type: 'adaptive', display: 'summarized' } }, []],
    [
      { thinking: { type: 'disabled' }, output_config: { effort: 'low' } },
      ['output_config.effort'],
    ],
    [
      { thinking: { type: 'enabled', budget_tokens: 2048 }, output_config: { effort: 'low' } },
      ['output_config.effort'],
    ],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }, []],
    [{ output_config: { effort: 'low' } }, []],
    [{ output_config: { effort: null, task_budget: null, format: null } }, []],
    [
      { output_config: { task_budget: { type: 'tokens', total: 20_000 } } },
      ['output_config.task_budget'],
    ],
    [
      { output_config: { format: { type: 'grammar', schema: { type: 'object' } } } },
      ['output_config.format'],
    ],
    [{ output_config: { format: { type: 'json_schema' } } }, ['output_config.format']],
    [{ output_format: { type: 'grammar' } }, ['output_format']],
  ])('is found in %j', (body, expected) => {
    expect(left(body)).toEqual(expected)
    expect(decode(body).format).toEqual({ type: 'text' })
  })

  it('is what a tool asks for besides', () => {
    const asking = {
      strict: true,
      defer_loading: true,
      allowed_callers: ['code_execution_20250825'],
      input_examples: [{ a: 1 }],
      eager_input_streaming: true,
    }
    const usual = {
      strict: false,
      defer_loading: false,
      allowed_callers: ['direct'],
      input_examples: [],
      type: 'custom',
    }
    expect(left({ tools: [tool(usual), tool(asking)] })).toEqual([
      'tools[1].strict',
      'tools[1].defer_loading',
      'tools[1].allowed_callers',
      'tools[1].input_examples',
    ])
  })

  it('is told of many neighbours at once', () => {
    const many = Array.from({ length: 60 }, () => tool({ defer_loading: true }))
    const foreign = Array.from({ length: 3 }, (_, at) => ({
      type: 'web_search_20250305',
      name: `s${at}`,
    }))
    expect(left({ tools: [...foreign, tool(), ...many] })).toEqual([
      'tools[0]',
      'tools[1]',
      'tools[2]',
      'tools[4..63].defer_loading',
    ])
  })

  it('is a wish for citations', () => {
    const citations = { enabled: true }
    const paper = {
      type: 'document',
      source: { type: 'text', media_type: 'text/plain', data: 'D' },
      citations,
    }
    const found = {
      type: 'search_result',
      source: 's',
      title: 't',
      content: [text('x')],
      citations,
    }
    const result = { type: 'tool_result', tool_use_id: 'a', content: [text('x'), found] }
    const cited = text('x', { citations: [{ type: 'char_location', cited_text: 'x' }] })
    const unasked = { ...paper, citations: { enabled: false } }
    const messages = [user(text('a'), paper, found), assistant(cited), user(result, unasked)]
    expect(left({ messages })).toEqual([
      'messages[0].content[1].citations',
      'messages[0].content[2].citations',
      'messages[2].content[0].content[1].citations',
    ])
  })

  it('is all but words of what the system says on the way', () => {
    const added = { type: 'tool_addition', tool: { type: 'tool_reference', tool_name: 'f' } }
    const messages = [...HI, { role: 'system', content: [added, text('Be brief.')] }]
    expect(left({ messages })).toEqual(['messages[1].content[0]'])
  })
})
