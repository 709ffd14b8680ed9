import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dataOf, SseFrames } from './sse-frames.ts'

const MARK = Buffer.from('\ufeff').toString('latin1')

/** What each chunk completes, and what is left at the end. */
function cutUp(...chunks: readonly string[]): readonly string[] {
  const frames = new SseFrames()
  return [...chunks.map((chunk) => frames.push(chunk)), frames.end()]
}

describe('frames', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['whole ones', ['data: a\n\ndata: b\n\n'], ['data: a\n\ndata: b\n\n', '']],
    [
      'a cut one',
      ['data: ', 'a\n', '\nda', 'ta: b\n\n'],
      ['', '', 'data: a\n\n', 'data: b\n\n', ''],
    ],
    ['one of several lines', ['event: x\nda', 'ta: a\n\n'], ['', 'event: x\ndata: a\n\n', '']],
    ['\\r\\n', ['data: a\r', '\n\r\nd', ':\r\n\r\n'], ['', 'data: a\n\n', 'd:\n\n', '']],
    ['\\r alone', ['data: a\r\rdata: b\r', '\rx'], ['data: a\n\n', 'data: b\n\n', 'x\n\n']],
    ['a mark', [`${MARK}data: a\n\n`], ['data: a\n\n', '']],
    ['a cut mark', [MARK.slice(0, 1), MARK.slice(1), 'd\n\n'], ['', '', 'd\n\n', '']],
    ['half a mark', [`${MARK.slice(0, 2)}d\n\n`], [`${MARK.slice(0, 2)}d\n\n`, '']],
    ['a mark in the middle', ['a\n\n', `${MARK}b\n\n`], ['a\n\n', `${MARK}b\n\n`, '']],
    ['no blank line at the end', ['data: a'], ['', 'data: a\n\n']],
    ['nothing but blanks at the end', ['data: a\n\n', '\n \n'], ['data: a\n\n', '\n', '']],
    ['nothing', [], ['']],
  ])('%s', (_, chunks, expected) => {
    expect(cutUp(...chunks)).toEqual(expected)
  })

  it('are the same however the bytes are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ':', '\n', '\r', '\n\n', '\r\n', MARK) })
    fc.assert(
      fc.property(text, fc.array(fc.nat(8)), (bytes, sizes) => {
        const chunks: string[] = []
        let rest = bytes
        for (const size of sizes) {
          chunks.push(rest.slice(0, size))
          rest = rest.slice(size)
        }
        expect(cutUp(...chunks, rest).join('')).toBe(cutUp(bytes).join(''))
      }),
    )
  })

  it('have a limit, in one chunk or in many', () => {
    const limited = () => new SseFrames(10)
    expect(limited().push('data: abcd\n\n')).toBe('data: abcd\n\n')
    expect(() => limited().push('data: abcde')).toThrow(RangeError)
    const frames = limited()
    frames.push('data: ')
    frames.push('abcd')
    expect(() => frames.push('e')).toThrow(RangeError)
  })
})

describe('the data of a frame', () => {
  it.each([
    ['data: a\n\n', 'a'],
    ['data:a\n\n', 'a'],
    ['data:  a \n\n', 'a'],
    ['event: x\nid: 1\ndata: a\nretry: 5\n\n', 'a'],
    ['data: {"a":\ndata: 1}\n\n', '{"a":\n1}'],
    ['data: a\ndata:\n\n', 'a'],
    ['data: \n\n', ''],
    [': ping\n\n', ''],
    ['databank: a\n\n', ''],
    ['\n\n', ''],
  ])('%j is %j', (frame, data) => {
    expect(dataOf(frame)).toBe(data)
  })
})
