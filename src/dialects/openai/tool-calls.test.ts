import { describe, expect, it } from 'vitest'
import { ToolCalls, toolCallId, type WireToolCall } from './tool-calls.ts'

const piece = (text: string, more: object = {}): WireToolCall => ({
  function: { arguments: text },
  ...more,
})
const begin = (name: string, more: object = {}): WireToolCall => ({
  function: { name, arguments: '' },
  ...more,
})

function read(wire: readonly WireToolCall[]) {
  const calls = new ToolCalls(3)
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
      { index: 1, id: toolCallId(3, 1), name: 'f', arguments: '' },
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
})

it('ids differ between calls and between turns', () => {
  const ids = [0, 1, 35, 36, 1295].flatMap((index) =>
    [0, 1, 46_655].map((salt) => toolCallId(salt, index)),
  )
  expect(new Set(ids).size).toBe(15)
  expect(ids.every((id) => /^call[a-z0-9]{5}$/.test(id))).toBe(true)
})
