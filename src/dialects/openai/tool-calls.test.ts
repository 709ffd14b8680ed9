import { describe, expect, it } from 'vitest'
import { toolCallId } from './tool-call-id.ts'
import { ToolCalls, type WireToolCall } from './tool-calls.ts'

const piece = (text: string, more: object = {}): WireToolCall => ({
  function: { arguments: text },
  ...more,
})
const begin = (name: string, more: object = {}): WireToolCall => ({
  function: { name, arguments: '' },
  ...more,
})

function read(wire: readonly WireToolCall[]) {
  const calls = new ToolCalls(() => 3)
  return wire.map((one) => calls.next(one))
}

describe('ToolCalls', () => {
  it('keeps what is right', () => {
    expect(
      read([
        begin('f', { index: 0, id: 'a' }),
        piece('{}', { index: 0 }),
        begin('g', { index: 1, id: 'b' }),
        piece('{}', { index: 1 }),
      ]),
    ).toEqual([
      { index: 0, id: 'a', name: 'f', arguments: '' },
      { index: 0, arguments: '{}' },
      { index: 1, id: 'b', name: 'g', arguments: '' },
      { index: 1, arguments: '{}' },
    ])
  })

  it('gives each call its own index and an id, whatever the server leaves out', () => {
    expect(
      read([begin('f'), piece('{}'), begin('f'), piece('{}')]).map(({ index }) => index),
    ).toEqual([0, 0, 1, 1])
    const ids = read([begin('f'), begin('g', { id: '' }), begin('h', { id: null })]).map(
      ({ id }) => id,
    )
    expect(new Set(ids).size).toBe(3)
    expect(ids.every((id) => /^[a-z0-9]{9}$/.test(id ?? ''))).toBe(true)
  })

  it('tells calls of the same index apart by id', () => {
    const wire = [
      begin('f', { index: 0, id: 'a' }),
      begin('f', { index: 0, id: 'b' }),
      piece('1', { index: 0, id: 'a' }),
      piece('2', { index: 0 }),
    ]
    expect(read(wire).map(({ index }) => index)).toEqual([0, 1, 0, 1])
  })

  it('tells calls of the same index without ids apart by name, or by arguments that are whole', () => {
    const same = { index: 0 }
    expect(read([begin('f', same), begin('g', same)]).map(({ index }) => index)).toEqual([0, 1])
    const whole = { function: { name: 'f', arguments: '{"a":1}' }, ...same }
    expect(read([whole, whole]).map(({ index }) => index)).toEqual([0, 1])
    const named = { function: { name: 'f', arguments: '{"a"' }, ...same }
    const rest = { function: { name: 'f', arguments: ':1}' }, ...same }
    expect(read([named, rest]).map(({ index }) => index)).toEqual([0, 0])
  })

  it('waits for a name that comes later', () => {
    const wire = [
      piece('', { index: 0, id: 'a' }),
      begin('f', { index: 0 }),
      piece('{}'),
      begin('f', { index: 0 }),
    ]
    expect(read(wire)).toEqual([
      { index: 0, id: 'a', arguments: '' },
      { index: 0, name: 'f', arguments: '' },
      { index: 0, arguments: '{}' },
      { index: 1, id: toolCallId(() => 3, 1), name: 'f', arguments: '' },
    ])
  })

  it('follows indexes that take turns or begin at 1', () => {
    const wire = [
      begin('f', { index: 1, id: 'a' }),
      begin('g', { index: 2, id: 'b' }),
      piece('1', { index: 1 }),
      piece('2', { index: 2 }),
    ]
    expect(read(wire).map(({ index }) => index)).toEqual([0, 1, 0, 1])
  })

  it('takes arguments that are no text for what they stand for', () => {
    const object = { function: { name: 'f', arguments: { a: 1 } } }
    expect(read([object, object])).toMatchObject([
      { index: 0, arguments: '{"a":1}' },
      { index: 1, arguments: '{"a":1}' },
    ])
  })

  it('knows of calls without a name and of arguments that have not ended', () => {
    const calls = new ToolCalls(() => 3)
    calls.next(piece('{"a"', { index: 0, id: 'a' }))
    expect([calls.nameless, calls.cut]).toEqual([true, true])
    calls.next({ index: 0, function: { name: 'f', arguments: ':1}' } })
    expect([calls.nameless, calls.cut]).toEqual([false, false])
    calls.next({ index: 1, id: 'b', type: 'custom' })
    expect([calls.nameless, calls.cut]).toEqual([false, false])
  })
})
