import { describe, expect, it } from 'vitest'
import { toContent, toParts } from './parts.ts'

const PNG = { type: 'base64', media_type: 'image/png', data: 'AA' }
const text = (words: string) => ({ type: 'text', text: words })
const image = { type: 'image', source: PNG }

describe('toParts', () => {
  it.each([
    [
      'a search result',
      {
        type: 'search_result',
        source: 'https://a.b/c',
        title: 'T',
        content: [text('x'), text('y')],
      },
      'T\nhttps://a.b/c\n\nx\n\ny',
    ],
    ['a tool that was found', { type: 'tool_reference', tool_name: 'weather' }, 'Tool: weather'],
    [
      'a document of text',
      {
        type: 'document',
        source: { type: 'text', media_type: 'text/plain', data: 'D' },
        title: 'T',
        context: 'C',
      },
      'T\n\nC\n\nD',
    ],
    [
      'a document of one text',
      { type: 'document', source: { type: 'content', content: 'D' }, title: '' },
      'D',
    ],
    [
      'a document of texts',
      {
        type: 'document',
        source: { type: 'content', content: [text('x'), text('y')] },
        title: 'T',
      },
      'T\n\nx\n\ny',
    ],
  ])('says in words what is words: %s', (_, block, expected) => {
    expect(toContent(toParts(block, 'p', 1))).toBe(expected)
  })

  it('finds the images in a document', () => {
    const source = { type: 'content', content: [text('x'), image] }
    expect(toParts({ type: 'document', source }, 'p', 1)).toEqual([
      text('x'),
      { type: 'image', url: 'data:image/png;base64,AA', path: 'p[1].source.content[1]' },
    ])
  })

  it.each([
    [
      'document',
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AA' } },
    ],
    ['document', { type: 'document', source: { type: 'file', file_id: 'f' } }],
    ['image by file', { type: 'image', source: { type: 'file', file_id: 'f' } }],
    ['container_upload', { type: 'container_upload', file_id: 'f' }],
    ['browser_state', { type: 'browser_state', tabs: [] }],
    ['new', { type: 'new', text: 'x' }],
  ])('leaves to its own dialect: %s', (kind, block) => {
    expect(toParts(block, 'p', 1)).toEqual([{ type: 'opaque', kind, path: 'p[1]' }])
  })

  it('tells where a document lies', () => {
    const source = { type: 'url', url: 'https://a.b/x.pdf' }
    expect(toParts({ type: 'document', source }, 'p', 0)).toEqual([
      { type: 'opaque', kind: 'document', url: 'https://a.b/x.pdf', path: 'p[0]' },
    ])
  })
})
