import { describe, expect, it, test } from 'vitest'
import type { ChatRequest } from '../../contracts/chat.ts'
import { readJsonObject } from '../json-body.ts'
import { openaiChat } from '../openai-chat.ts'
import { placementOf } from './encode.fixture.ts'
import { encodeAnthropicRequest } from './encode.ts'
import { UNSIGNED } from './signature.ts'

const user = { role: 'user', content: 'hi' }
/** As long as Anthropic's are at least. */
const REAL = `EqQB${'Cg+/'.repeat(55)}==`
const base = { model: 'claude-sonnet-4-5', max_tokens: 9000, messages: [user] }

/** A Messages request, with as much of it read as encoding looks at. */
function requestOf(text: string, headers: ChatRequest['headers'] = {}): ChatRequest {
  const { value, source } = readJsonObject(Buffer.from(text))
  const any = openaiChat.decodeRequest(Buffer.from('{"messages":[{"role":"user","content":"x"}]}'))
  return { ...any, dialect: 'anthropic-messages', headers, fields: value, source, stream: true }
}

function encode(text: string, model: string, headers?: ChatRequest['headers']) {
  const target = { placement: placementOf(model), unsupported: [] }
  const call = encodeAnthropicRequest(requestOf(text, headers), target)
  return { ...call, text: Buffer.from(call.text, 'latin1').toString('utf8') }
}

/** What a model is sent of these fields, beside those that every request has. */
function taken(fields: object, model: string) {
  const { text, dropped } = encode(JSON.stringify({ ...base, ...fields }), model)
  const { model: sentModel, max_tokens: _, messages, ...rest } = JSON.parse(text)
  expect(sentModel).toBe(model)
  return { rest, messages, dropped }
}

it('keeps every byte but the model’s name', () => {
  const text = `{ "messages" : [{"role":"user","content":[{"type":"text","text":"h\\u00e9 漢","cache_control":{"type":"ephemeral"}}]}],
    "max_tokens":1e3, "model" :"auto","thinking":{"type":"enabled","budget_tokens":2000}, "temperature":1.0,"new":[1.50] }`
  const { text: sent, dropped, stream } = encode(text, 'claude-sonnet-4-5')
  expect(sent).toBe(text.replace('"auto"', '"claude-sonnet-4-5"'))
  expect({ dropped, stream }).toEqual({ dropped: [], stream: true })
})

it('tells the version and the betas of the client', () => {
  const text = JSON.stringify(base)
  expect(encode(text, 'x').headers).toEqual(['anthropic-version', '2023-06-01'])
  const headers = { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'a,b', other: 'c' }
  expect(encode(text, 'x', headers).headers).toEqual([
    ...['anthropic-version', '2026-10-21'],
    ...['anthropic-beta', 'a,b'],
  ])
})

describe('thoughts that Anthropic cannot have signed', () => {
  const thought = (signature?: string) => ({ type: 'thinking', thinking: 'hm', signature })
  const said = { type: 'text', text: 'ok', cache_control: { type: 'ephemeral' } }
  const messages = [
    user,
    { role: 'assistant', content: [thought(REAL), said] },
    user,
    { role: 'assistant', content: [thought(UNSIGNED), thought(''), thought(), said] },
    { role: 'assistant', content: [thought(UNSIGNED)] },
    { role: 'assistant', content: [thought('glm-abc'), thought('0f'.repeat(64)), said] },
    { role: 'assistant', content: [thought(`gAAAA${'Bp7J-k_p'.repeat(20)}`)] },
    user,
  ]

  it('go, and what is left empty by it', () => {
    expect(taken({ messages }, 'claude-sonnet-4-5')).toEqual({
      rest: {},
      messages: [
        user,
        messages[1],
        user,
        ...[1, 2].map(() => ({ role: 'assistant', content: [said] })),
        user,
      ],
      dropped: [],
    })
  })

  it('stay for servers that sign nothing', () => {
    const text = JSON.stringify({ ...base, messages })
    expect(encode(text, 'kimi-k2').text).toBe(text.replace(base.model, 'kimi-k2'))
  })
})

describe('a conversation that other models had part in', () => {
  const use = (id: string, name = 'f') => ({ type: 'tool_use', id, name, input: {} })
  const result = (id: string, content: unknown = 'r') => ({
    ...{ type: 'tool_result', tool_use_id: id, content },
  })
  const text = (words: string) => ({ type: 'text', text: words })
  const said = (...content: object[]) => ({ role: 'assistant', content })
  const asked = (...content: object[]) => ({ role: 'user', content })
  const sentTo = (messages: object[], model = 'claude-sonnet-4-5') =>
    taken({ messages }, model).messages

  it('has ids that Claudes take, the same for calls and their results', () => {
    const messages = [
      user,
      said(use('functions.f:0'), use('call_0'), use('call_0', 'g')),
      asked(result('call_0', 'of f'), result('functions.f:0'), result('call_0', 'of g')),
      said(use('call_0')),
      asked(result('call_0'), result('unknown.0'), text('and?')),
    ]
    expect(sentTo(messages)).toEqual([
      user,
      said(use('functions_f_0'), use('call_0'), use('call_0_2', 'g')),
      asked(result('call_0', 'of f'), result('functions_f_0'), result('call_0_2', 'of g')),
      said(use('call_0_3')),
      asked(result('call_0_3'), result('unknown.0'), text('and?')),
    ])
    expect(sentTo(messages, 'glm-4.6')).toEqual(messages)
  })

  it('has no text of nothing but space', () => {
    const blank = text('\n\n')
    const messages = [
      asked(text('q'), blank),
      said(blank, use('a')),
      asked(result('a', [blank, text('r'), text('')])),
      said(blank),
      { role: 'assistant', content: ' ' },
      asked(blank),
    ]
    expect(sentTo(messages)).toEqual([
      asked(text('q')),
      said(use('a')),
      asked(result('a', [text('r')])),
      asked(blank),
    ])
    expect(sentTo(messages, 'glm-4.6')).toEqual(messages)
  })

  it('keeps its long numbers, whatever else changes', () => {
    const input = '{"id":12345678901234567890,"x":[-0.12345678901234567]}'
    const body = (id: string) =>
      `{"max_tokens":9,"messages":[{"role":"user","content":"é"},{"role":"assistant","content":[{"type":"tool_use","id":"${id}","name":"f","input":${input}}]}],"model":"claude-sonnet-4-5"}`
    expect(encode(body('f:0'), 'claude-sonnet-4-5').text).toBe(body('f_0'))
  })

  it('keeps every byte without such faults', () => {
    const messages = [user, said(text('a\n'), use('a'), use('b')), asked(result('b'), result('a'))]
    const body = `{ "model":"x", "max_tokens": 9, "messages" : ${JSON.stringify(messages, null, 1)} }`
    expect(encode(body, 'claude-sonnet-4-5').text).toBe(body.replace('"x"', '"claude-sonnet-4-5"'))
  })
})

describe('the note to Anthropic’s billing', () => {
  const note = 'x-anthropic-billing-header: cc_version=2.1; cch=0;'
  const prompt = { type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } }
  const block = (text: string) => ({ type: 'text', text })

  test.each([
    [note, undefined, ['system']],
    [`${note}\n\nBe kind.`, 'Be kind.', ['system']],
    [[block(note), prompt], [prompt], ['system[0]']],
    [[prompt, block(`${note}\nBe brief.`)], [prompt, block('Be brief.')], ['system[1]']],
    [[block(note)], undefined, ['system[0]']],
    [[prompt], [prompt], []],
    ['Be kind.', 'Be kind.', []],
  ])('goes to nobody else: of %j', (system, sent, dropped) => {
    const call = taken({ system }, 'glm-4.6')
    expect(call.rest.system).toEqual(sent)
    expect(call.dropped).toEqual(dropped)
    const own = taken({ system }, 'claude-sonnet-4-5')
    expect([own.rest.system, own.dropped]).toEqual([system, []])
  })
})

describe('thinking', () => {
  const enabled = { type: 'enabled', budget_tokens: 2000 }
  const adaptive = { type: 'adaptive' }
  const disabled = { type: 'disabled' }
  const between = { type: 'between_tools' }

  test.each([
    // model, asked, sent, dropped
    ['claude-sonnet-4-5', enabled, enabled, []],
    ['claude-opus-4-6', enabled, enabled, []],
    [
      'claude-opus-4-7',
      { ...enabled, display: 'omitted' },
      { type: 'adaptive', display: 'omitted' },
      ['thinking.budget_tokens'],
    ],
    ['claude-3-haiku', enabled, undefined, ['thinking']],
    ['claude-opus-4-6', adaptive, adaptive, []],
    ['claude-sonnet-4-5', adaptive, { type: 'enabled', budget_tokens: 4500 }, []],
    ['claude-3-haiku', adaptive, undefined, ['thinking']],
    ['claude-sonnet-4-5', disabled, disabled, []],
    ['claude-opus-5', disabled, disabled, []],
    ['claude-sonnet-5-5', disabled, between, []],
    ['claude-fable-5', disabled, undefined, ['thinking']],
    ['claude-sonnet-5-5', between, between, []],
    ['claude-opus-4-6', between, disabled, []],
    ['claude-opus-5-5', between, undefined, ['thinking']],
    ['glm-4.6', between, between, []],
  ])('%s asked by %j', (model, thinking, sent, dropped) => {
    const call = taken({ thinking }, model)
    expect(call.rest.thinking).toEqual(sent)
    expect(call.dropped).toEqual(dropped)
  })

  it('is as much as the effort says, where there are only budgets', () => {
    const low = taken({ thinking: adaptive, output_config: { effort: 'low' } }, 'claude-haiku-4-5')
    expect(low.rest).toEqual({ thinking: { type: 'enabled', budget_tokens: 1024 } })
    expect(low.dropped).toEqual(['output_config.effort'])
    expect(taken({ thinking: adaptive, max_tokens: 2000 }, 'claude-haiku-4-5').dropped).toEqual([
      'thinking',
    ])
    const forced = { thinking: adaptive, tool_choice: { type: 'any' } }
    expect(taken(forced, 'claude-haiku-4-5').dropped).toEqual(['thinking'])
  })

  it('with a budget does not go on with a turn of another model’s', () => {
    const call = { type: 'tool_use', id: 'a', name: 'f', input: {} }
    const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a' }] }
    const said = (content: object[]) => ({ role: 'assistant', content })
    const loop = (...content: object[]) => [user, said(content), result]
    const thought = (signature: string) => ({ type: 'thinking', thinking: 'hm', signature })
    const to = (messages: object[], thinking: object = enabled) =>
      taken({ messages, thinking }, 'claude-sonnet-4-5').dropped
    expect(to(loop(call))).toEqual(['thinking'])
    expect(to(loop(call), adaptive)).toEqual(['thinking'])
    expect(to(loop(thought(UNSIGNED), call))).toEqual(['thinking'])
    expect(to(loop(thought(REAL), call))).toEqual([])
    expect(to(loop({ type: 'redacted_thinking', data: 'x' }, call))).toEqual([])
    expect(taken({ messages: loop(call), thinking: adaptive }, 'claude-opus-5').dropped).toEqual([])
    const inTwo = [user, ...[[thought(REAL)], [call]].map(said), result]
    expect(to(inTwo)).toEqual([])
  })
})

describe('what else a model does not take', () => {
  const sampling = { temperature: 0.5, top_p: 0.9, top_k: 3 }

  test.each([
    ['claude-3-opus', []],
    ['claude-sonnet-4-5', ['top_p']],
    ['claude-sonnet-5', ['temperature', 'top_p', 'top_k']],
    ['deepseek-chat', []],
  ])('%s: of sampling %j', (model, dropped) => {
    const call = taken(sampling, model)
    expect(call.dropped).toEqual(dropped)
    expect(Object.keys(call.rest)).toEqual(
      Object.keys(sampling).filter((key) => !dropped.includes(key)),
    )
    expect(taken({ temperature: 0.5, top_p: null }, 'claude-sonnet-4-5').dropped).toEqual([])
  })

  const format = { type: 'json_schema', schema: {} }
  test.each([
    // model, asked, sent, dropped
    ['claude-opus-4-5', { effort: 'high', format }, { effort: 'high', format }, []],
    ['claude-opus-4-5', { effort: 'max' }, { effort: 'high' }, ['output_config.effort']],
    [
      'claude-opus-4-6',
      { effort: 'xhigh', task_budget: 1 },
      { effort: 'high', task_budget: 1 },
      ['output_config.effort'],
    ],
    ['claude-haiku-4-5', { effort: 'low', format }, { format }, ['output_config.effort']],
    [
      'claude-opus-4-1',
      { effort: 'low', format },
      undefined,
      ['output_config.effort', 'output_config.format'],
    ],
    ['glm-4.6', { effort: 'low', format }, { effort: 'low', format }, []],
  ])('%s: of %j', (model, output_config, sent, dropped) => {
    const call = taken({ output_config }, model)
    expect(call.rest.output_config).toEqual(sent)
    expect(call.dropped).toEqual(dropped)
  })

  it('a tool that must be called', () => {
    const tool_choice = { type: 'tool', name: 'f', disable_parallel_tool_use: true }
    expect(taken({ tool_choice }, 'claude-fable-5-1')).toMatchObject({
      rest: { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
      dropped: ['tool_choice'],
    })
    expect(taken({ tool_choice }, 'claude-opus-5').rest).toEqual({ tool_choice })
    expect(taken({ tool_choice: { type: 'none' } }, 'claude-fable-5-1').dropped).toEqual([])
  })
})
