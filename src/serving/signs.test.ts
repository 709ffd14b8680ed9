import { describe, expect, it } from 'vitest'
import type { ChatEvent, ChatRequest } from '../contracts/chat.ts'
import { profileOf } from '../routing/fleet.fixture.ts'
import { toEvents } from './collect.ts'
import { GistTaker } from './gist.ts'
import { type Noticed, signsOf } from './signs.ts'

const TOOLS = [{ name: 'now', parameters: { type: 'object', required: ['zone'] } }]

function text(words: string): ChatEvent {
  return { type: 'text-delta', choice: 0, text: words }
}

function finish(reason: 'stop' | 'length' | 'tool-calls'): ChatEvent {
  return { type: 'finish', choice: 0, reason }
}

function call(piece: string, name?: string): ChatEvent {
  return { type: 'tool-call-delta', choice: 0, call: { index: 0, name, arguments: piece } as never }
}

function signs(
  events: readonly ChatEvent[],
  request: Partial<ChatRequest> = {},
  more: Partial<Noticed> = {},
) {
  const gist = new GistTaker()
  gist.events(events)
  const head = { model: 'm', backend: 'one', attempts: 1, overheadMs: 0, dropped: [] }
  return signsOf({
    request: { sampling: {}, tools: [], ...request } as ChatRequest,
    profile: profileOf('code', 0.4),
    ending: { outcome: 'ok', head, gist },
    reaction: undefined,
    ...more,
  })
}

describe('what an answer says of its model', () => {
  it.each([
    ['nothing of a usual one', [text('Hi'), finish('stop')], {}, []],
    ['that it is empty', [text(' \n'), finish('stop')], {}, ['empty']],
    [
      'nothing where a stop sequence may have ended it',
      [finish('stop')],
      { sampling: { stop: ['#'] } },
      [],
    ],
    ['that it was cut', [text('Hi'), finish('length')], {}, ['cut']],
    [
      'nothing where the client wanted so little',
      [finish('length')],
      { sampling: { maxTokens: 5 } },
      [],
    ],
    [
      'that a call fits',
      [call('{"zone":', 'now'), call('1}'), finish('tool-calls')],
      { tools: TOOLS },
      ['good-call'],
    ],
    [
      'that a call does not fit',
      [call('{}', 'now'), finish('tool-calls')],
      { tools: TOOLS },
      ['bad-call'],
    ],
    ['nothing of calls that nobody offered', [call('{}', 'now'), finish('stop')], {}, []],
  ] as const)('is %s', (_, events, request, kinds) => {
    const found = signs(events, request)
    expect(found.map(({ kind }) => kind)).toEqual(kinds)
  })

  it('is the same of an answer in one piece', () => {
    const choice = { text: '', reasoning: 'Hm.', toolCalls: [], finish: 'stop' } as const
    const whole = new GistTaker()
    whole.answer({ choices: [choice], usage: undefined })
    const pieces = new GistTaker()
    pieces.events(toEvents({ choices: [choice], usage: undefined }))
    for (const gist of [whole, pieces])
      expect([gist.speaks, gist.calls, [...gist.finishes]]).toEqual([false, [], ['stop']])
  })

  it('is about the work: calls are about tools', () => {
    const of = { model: 'm', placement: 'm@one', difficulty: 0.4 }
    expect(signs([finish('stop')])).toEqual([{ ...of, family: 'code', kind: 'empty' }])
    const called = signs([call('', 'now'), finish('tool-calls')], { tools: TOOLS })
    expect(called).toEqual([{ ...of, family: 'tools', kind: 'bad-call' }])
  })

  it('is nothing of what failed, and of housekeeping', () => {
    const head = { attempts: 1, overheadMs: 0, dropped: [], model: 'm', backend: 'one' }
    expect(signs([], {}, { ending: { outcome: 'error', head, gist: new GistTaker() } })).toEqual([])
    const profile = profileOf('chat', 0, { kind: 'housekeeping' })
    expect(signs([finish('stop')], {}, { profile })).toEqual([])
  })

  it('comes after what the request says of the answer before', () => {
    const reaction = {
      kind: 'edited',
      model: 'b',
      placement: 'b@two',
      family: 'chat',
      difficulty: 0,
    } as const
    expect(signs([finish('stop')], {}, { reaction }).map(({ kind }) => kind)).toEqual([
      'edited',
      'empty',
    ])
  })
})
