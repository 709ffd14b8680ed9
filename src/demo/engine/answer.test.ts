import { describe, expect, it } from 'vitest'
import type { Answer, Prompt } from './answer.ts'
import { answer, promptTokens } from './answer.ts'
import { callsOf, textOf } from './collect.ts'
import type { ModelInput } from './description.ts'
import { describeModel } from './description.ts'

const weather = { name: 'weather', parameters: { properties: { city: { type: 'string' } } } }

function ask(text: string, more: Partial<Prompt> = {}, model: Partial<ModelInput> = {}): Answer {
  return answer(describeModel({ name: 'demo', ...model }), {
    messages: [{ role: 'user', text, images: 0 }],
    tools: [],
    maxTokens: Number.POSITIVE_INFINITY,
    stop: [],
    thinking: 'auto',
    ...more,
  })
}

function textFrom(said: Answer): string {
  return textOf(said.pieces, 'text')
}

describe('answer', () => {
  it('says that it is simulated, by which model, and what it heard', () => {
    const said = ask('How are you?')
    expect(textFrom(said)).toBe('This is a simulated answer from demo. You said: How are you?')
    expect(said.finish).toBe('stop')
  })

  it('says what it is told, to the letter', () => {
    const text = ' Ünïcode 😀,\n\n  two  spaces and an end  '
    expect(textFrom(ask(`please [[say:${text}]] now`))).toBe(text)
  })

  it('says as many words as it is told, cut to the limit and at a stop word', () => {
    expect(ask('[[tokens:7]]').pieces).toHaveLength(7)
    expect(ask('[[tokens:7]]', { maxTokens: 3 })).toMatchObject({ finish: 'length' })
    expect(textFrom(ask('[[tokens:7]]', { maxTokens: 3 }))).toBe('word1 word2 word3')
    const stopped = ask('[[tokens:7]]', { stop: ['word9', 'word4', ' word3'] })
    expect(textFrom(stopped)).toBe('word1 word2')
    expect(stopped.stopped).toBe(' word3')
    expect(ask('[[tokens:7]]', { stop: ['word9'] }).stopped).toBeUndefined()
  })

  it('calls tools as told, several at once, with nested lists in the arguments', () => {
    const tools = [weather, { name: 'time' }]
    const said = ask('[[call:weather {"at":[[1,2]]}]] and [[call:time]]', { tools })
    expect(said.finish).toBe('tool_calls')
    expect(callsOf(said.pieces)).toEqual([
      { index: 0, name: 'weather', arguments: '{"at":[[1,2]]}' },
      { index: 1, name: 'time', arguments: '{}' },
    ])
  })

  it('calls nothing that it was not offered', () => {
    expect(callsOf(ask('[[call:weather {}]]').pieces)).toEqual([])
    expect(callsOf(ask('[[call:other {}]]', { tools: [weather] }).pieces)).toEqual([])
  })

  it('makes up arguments where it must call or is told to call anything', () => {
    const call = [{ index: 0, name: 'weather', arguments: '{"city":"simulated"}' }]
    expect(callsOf(ask('[[tool]]', { tools: [weather] }).pieces)).toEqual(call)
    const must = ask('hi', { tools: [{ name: 'time' }, weather], mustCall: 'weather' })
    expect(callsOf(must.pieces)).toEqual(call)
  })

  it('quotes the results of its calls and does not call again', () => {
    const said = ask('', {
      tools: [weather],
      messages: [
        { role: 'user', text: '[[call:weather {}]]', images: 0 },
        { role: 'assistant', text: '', images: 0 },
        { role: 'tool', text: '7 degrees', images: 0 },
        { role: 'tool', text: 'rain', images: 0 },
      ],
    })
    expect(textFrom(said)).toContain('"7 degrees", "rain"')
    expect(said.finish).toBe('stop')
  })

  it('thinks only if it can and may', () => {
    const thoughts = (
      thinking: Prompt['thinking'],
      talents: ModelInput['talents'] = ['thinking'],
    ) => textOf(ask('[[think:hm]]', { thinking }, { talents }).pieces, 'reasoning')
    expect(thoughts('auto')).toBe('hm')
    expect(thoughts('off')).toBe('')
    expect(thoughts('on', [])).toBe('')
  })

  it('answers a schema with its required members', () => {
    const format = {
      type: 'object',
      properties: {
        name: { $ref: '#/$defs/name' },
        kind: { enum: ['b', 'c'] },
        list: { type: 'array', items: { type: 'integer' } },
        not: { type: 'string' },
      },
      required: ['name', 'kind', 'list'],
      $defs: { name: { type: ['string', 'null'] } },
    }
    expect(textFrom(ask('hi', { format }))).toBe('{"name":"simulated","kind":"b","list":[1]}')
    expect(textFrom(ask('hi', { format: {} }))).toBe('{"simulated":true,"model":"demo"}')
  })

  it('is right or wrong as its skill has it', () => {
    const quiz = '[[quiz:math 0.6 four|five]]'
    expect(textFrom(ask(quiz, {}, { skill: { math: 0.7 } }))).toBe('four')
    expect(textFrom(ask(quiz, {}, { skill: { code: 0.9 } }))).toBe('five')
  })

  it('counts images only for a model that sees them', () => {
    const prompt = { ...EMPTY, messages: [{ role: 'user', text: 'a b', images: 2 }] }
    expect(promptTokens(describeModel({ name: 'blind' }), prompt)).toBe(6)
    expect(promptTokens(describeModel({ name: 'eyes', talents: ['vision'] }), prompt)).toBe(134)
  })
})

const EMPTY = { tools: [], maxTokens: 1, stop: [], thinking: 'auto' } as const
