import { describe, expect, it, test } from 'vitest'
import type { ModelFacts } from '../../contracts/model.ts'
import { call, sent, THINKS, type To, tool, user } from './encode.fixture.ts'

describe('sampling', () => {
  const all = { temperature: 0.5, top_p: 0.9, top_k: 4, stop: ['END'] }
  const taken = ({ body }: ReturnType<typeof sent>) => {
    const { temperature, top_p, top_k, stop_sequences } = body
    return { temperature, top_p, top_k, stop: stop_sequences }
  }

  test.each([
    ['claude-3-opus', all, []],
    ['claude-sonnet-4-5', { temperature: 0.5, top_k: 4, stop: ['END'] }, ['top_p']],
    ['claude-opus-4-7', { stop: ['END'] }, ['temperature', 'top_p', 'top_k']],
    ['kimi-k2', { temperature: 0.5, top_k: 4, stop: ['END'] }, ['top_p']],
  ])('of %s', (model, wanted, dropped) => {
    const call = sent(all, { model })
    expect(taken(call)).toEqual(wanted)
    expect(call.dropped).toEqual(dropped)
  })

  it('stays within what there is', () => {
    const call = sent({ temperature: 1.4, stop: ['\n\n', 'x'] })
    expect(taken(call)).toEqual({ temperature: 1, stop: ['x'] })
    expect(call.dropped).toEqual(['temperature', 'stop'])
    expect(taken(sent({ stop: ' ' }))).toEqual({})
    expect(taken(sent({ top_p: 0.9 })).top_p).toBe(0.9)
  })

  it('gives way to thinking', () => {
    const fields = { ...all, reasoning_effort: 'low' }
    expect(taken(sent(fields))).toEqual({ stop: ['END'] })
    expect(sent(fields).dropped).toEqual(['temperature', 'top_p', 'top_k'])
    const gentle = sent({ temperature: 1, reasoning_effort: 'low' })
    expect(taken(gentle)).toEqual({ temperature: 1 })
    expect(gentle.dropped).toEqual([])
    expect(taken(sent({ top_p: 0.97, reasoning_effort: 'low' })).top_p).toBe(0.97)
  })
})

describe('thinking', () => {
  const enabled = (budget_tokens: number) => ({ type: 'enabled', budget_tokens })
  const shown = { type: 'adaptive', display: 'summarized' }
  const thought = (reasoning_effort: string, to: To, more: object = {}) => {
    const { body, dropped } = sent({ reasoning_effort, ...more }, to)
    return { thinking: body.thinking, effort: body.output_config?.effort, dropped }
  }

  test.each([
    // model, effort, thinking, effort, dropped
    ['claude-sonnet-4-5', 'minimal', enabled(1024), undefined, []],
    ['claude-sonnet-4-5', 'medium', enabled(4096), undefined, []],
    ['claude-sonnet-4-5', 'high', enabled(16_384), undefined, []],
    ['claude-sonnet-4-5', 'odd', enabled(4096), undefined, ['reasoning_effort']],
    ['claude-sonnet-4-5', 'none', undefined, undefined, []],
    ['claude-3-5-haiku', 'high', undefined, undefined, ['reasoning_effort']],
    ['claude-3-5-haiku', 'none', undefined, undefined, []],
    ['claude-opus-4-6', 'minimal', { type: 'adaptive' }, 'low', []],
    ['claude-opus-4-6', 'xhigh', { type: 'adaptive' }, 'high', []],
    ['claude-opus-4-6', 'max', { type: 'adaptive' }, 'max', []],
    ['claude-opus-4-7', 'xhigh', shown, 'xhigh', []],
    ['claude-opus-4-7', 'none', undefined, undefined, []],
    ['claude-opus-5', 'none', { type: 'disabled' }, undefined, []],
    ['claude-sonnet-5-5', 'none', { type: 'between_tools' }, undefined, []],
    ['claude-fable-5', 'none', undefined, 'low', ['reasoning_effort']],
    ['kimi-k2', 'high', undefined, undefined, ['reasoning_effort']],
    ['kimi-k2', 'none', undefined, undefined, []],
  ])('%s with %s: %j', (model, asked, thinking, effort, dropped) => {
    expect(thought(asked, { model })).toEqual({ thinking, effort, dropped })
  })

  it('is for those of other makers that are known to think', () => {
    const to = { model: 'kimi-k2', facts: THINKS }
    expect(thought('high', to).thinking).toEqual(enabled(16_384))
    expect(thought('none', to).thinking).toEqual({ type: 'disabled' })
  })

  it('is not for a Claude that says that it does not', () => {
    const facts: ModelFacts = { capabilities: { reasoning: { value: false, source: 'reported' } } }
    expect(thought('high', { facts })).toEqual({ dropped: ['reasoning_effort'] })
  })

  it('does not go with a call that is forced', () => {
    const forced = { tools: [tool('f')], tool_choice: 'required' }
    const model = 'claude-opus-5'
    expect(thought('high', {}, forced)).toEqual({ dropped: ['reasoning_effort'] })
    expect(thought('high', { model }, forced)).toEqual({
      thinking: { type: 'disabled' },
      dropped: ['reasoning_effort'],
    })
    expect(sent(forced, { model }).body.thinking).toEqual({ type: 'disabled' })
    expect(sent(forced, { model: 'kimi-k2' }).body.thinking).toBeUndefined()
    expect(thought('high', { model: 'claude-opus-5-5' }, forced)).toEqual({
      thinking: shown,
      effort: 'high',
      dropped: ['tool_choice'],
    })
  })

  it('with a budget does not go on with a turn that has no thoughts', () => {
    const loop = [
      user,
      { role: 'assistant', content: 'I call.' },
      { role: 'assistant', content: '', tool_calls: [call('a', 'f')] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
      user,
    ]
    expect(thought('low', {}, { messages: loop })).toEqual({ dropped: ['reasoning_effort'] })
    expect(thought('low', { model: 'claude-opus-5' }, { messages: loop }).thinking).toEqual(shown)
    const later = [...loop, { role: 'assistant', content: 'ok' }, user]
    expect(thought('low', {}, { messages: later }).thinking).toEqual(enabled(1024))
    const begun = [user, { role: 'assistant', content: 'Well' }]
    expect(thought('low', {}, { messages: begun })).toEqual({ dropped: ['reasoning_effort'] })
  })
})

describe('the limit of an answer', () => {
  const limit = (fields: object, to?: To) => sent(fields, to).body.max_tokens

  it('is the client’s, with room for thoughts', () => {
    expect(limit({ max_tokens: 10 })).toBe(10)
    expect(limit({ max_tokens: 10, reasoning_effort: 'medium' })).toBe(4106)
    expect(limit({ max_tokens: 5000, reasoning_effort: 'medium' })).toBe(5000)
  })

  it('is what the model can write, and no more than what is left to it', () => {
    const served = (value: number): ModelFacts => ({
      ...THINKS,
      servedContext: { value, source: 'reported' },
    })
    expect(limit({}, { model: 'claude-3-opus' })).toBe(4096)
    expect(limit({}, { model: 'glm-4.6' })).toBe(8192)
    expect(limit({ reasoning_effort: 'high' })).toBe(32_000)
    expect(limit({ reasoning_effort: 'high' }, { model: 'glm-4.6', facts: THINKS })).toBe(24_576)
    expect(limit({}, { facts: served(200_000), tokensIn: 190_000 })).toBe(10_000)
    expect(limit({}, { facts: served(4096), tokensIn: 4000 })).toBe(1024)
  })
})

describe('what else is asked for', () => {
  const schema = {
    type: 'object',
    properties: {
      n: { type: 'integer', minimum: 1, description: 'how many' },
      list: { type: 'array', minItems: 2, items: { type: 'object', properties: { b: {} } } },
      either: {
        oneOf: [
          { type: ['object', 'null'], additionalProperties: false },
          {},
          { $ref: '#/$defs/d' },
        ],
      },
    },
    $defs: { d: { properties: { e: { type: 'string' } } } },
  }
  const format = { type: 'json_schema', json_schema: { name: 'x', schema } }

  it('a schema is held to, its objects closed and its other rules told in words', () => {
    const { body, dropped } = sent(
      { response_format: format, reasoning_effort: 'low' },
      { model: 'claude-opus-4-6' },
    )
    expect(body.output_config).toEqual({
      effort: 'low',
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: {
            n: { type: 'integer', description: 'how many (minimum: 1)' },
            list: {
              type: 'array',
              items: { type: 'object', properties: { b: {} }, additionalProperties: false },
              description: 'minItems: 2',
            },
            either: {
              anyOf: [
                { type: ['object', 'null'], additionalProperties: false },
                {},
                { $ref: '#/$defs/d' },
              ],
            },
          },
          $defs: { d: { properties: { e: { type: 'string' } }, additionalProperties: false } },
          additionalProperties: false,
        },
      },
    })
    expect(dropped).toEqual([])
  })

  it('a schema with objects that nobody knows the members of is not held to', () => {
    const open = { type: 'object', properties: { m: { additionalProperties: { type: 'number' } } } }
    const response_format = { type: 'json_schema', json_schema: { name: 'x', schema: open } }
    const { body, dropped } = sent({ response_format })
    expect(body).not.toHaveProperty('output_config')
    expect(dropped).toEqual(['response_format'])
  })

  it('has no place where the model has none for it', () => {
    expect(sent({ response_format: format }, { model: 'claude-opus-4-1' })).toMatchObject({
      dropped: ['response_format'],
    })
    expect(sent({ response_format: { type: 'json_object' } })).toMatchObject({
      dropped: ['response_format'],
    })
    const fields = {
      ...{ seed: 1, n: 2, min_p: 0.1, logprobs: true, top_logprobs: 2, repeat_penalty: 1.1 },
      ...{ presence_penalty: 1, frequency_penalty: 1, logit_bias: { 1: 1 } },
    }
    expect(sent(fields).dropped).toEqual(Object.keys(fields))
    const idle = { n: 1, presence_penalty: 0, frequency_penalty: 0, repeat_penalty: 1, min_p: 0 }
    expect(sent(idle).dropped).toEqual([])
  })

  test.each([
    ['u-1234', true],
    ['someone@example.com', false],
    ['+49 151 1234567', false],
    ['x'.repeat(257), false],
  ])('the user %s is told: %s', (name, isTold) => {
    const { body, dropped } = sent({ user: name })
    expect(body.metadata).toEqual(isTold ? { user_id: name } : undefined)
    expect(dropped).toEqual(isTold ? [] : ['user'])
  })
})
