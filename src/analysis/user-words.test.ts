import { describe, expect, it } from 'vitest'
import { analyse } from './analyse.ts'
import { request } from './request.fixture.ts'
import { lastWords, textOf, userWords } from './user-words.ts'

const words = (content: string) => userWords({ role: 'user', content })
const reminder = (text: string) => `<system-reminder>\n${text}\n</system-reminder>`

describe('userWords', () => {
  it.each([
    ['nothing to leave out', 'Why?', 'Why?'],
    ['a reminder before', `${reminder('Prove it.')}\n\nWhy?`, '\n\nWhy?'],
    ['several, around', `${reminder('a')}Why${reminder('b')}?${reminder('c')}`, 'Why?'],
    ['details behind', 'Why?<environment_details>x</environment_details>', 'Why?'],
    ['nothing but a reminder', reminder('a'), reminder('a')],
    [
      'commands that the client carried out',
      `<local-command-caveat>x</local-command-caveat><command-name>/rename</command-name>
<command-message>rename</command-message><command-args></command-args>
<local-command-stdout>Prove it.</local-command-stdout>\n\nWhy?`,
      '\n\n\n\nWhy?',
    ],
    [
      'a command of the user and nothing else',
      '<command-name>/review</command-name>',
      '<command-name>/review</command-name>',
    ],
    [
      'a tag that is not closed',
      `Why <system-reminder> is that?`,
      'Why <system-reminder> is that?',
    ],
    ['a tag that only closes', `</system-reminder> Why?`, '</system-reminder> Why?'],
  ])('%s', (_, text, left) => {
    expect(words(text)).toBe(left)
  })

  it('takes time in line with the length, whatever the tags', () => {
    expect(words('<system-reminder>'.repeat(200_000))).toHaveLength(17 * 200_000)
  })

  it('reads all text parts', () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'image', url: 'data:' },
      { type: 'text', text: reminder('b') },
    ] as const
    expect(textOf({ role: 'user', content })).toBe(`a\n${reminder('b')}`)
    expect(userWords({ role: 'user', content })).toBe('a\n')
  })

  it('is what a request is judged by', () => {
    const rules = reminder('Prove each theorem by induction over integrals. '.repeat(80))
    const plain = analyse(request('Say hello to Anna.'))
    const reminded = analyse(request(`${rules}\n\nSay hello to Anna.`))
    expect(reminded.families).toEqual(plain.families)
  })
})

describe('lastWords', () => {
  const parts = (...texts: readonly string[]) =>
    lastWords({ role: 'user', content: texts.map((text) => ({ type: 'text', text })) })

  it.each([
    ['one text', parts(' Why? '), 'Why?'],
    ['the last of several', parts('Why?', 'How?'), 'How?'],
    ['before what is told on the side', parts('Why?', 'How?', reminder('a'), ' '), 'How?'],
    ['beside it', parts('Why?', `${reminder('a')}\nHow?`), 'How?'],
    ['nothing said', parts(reminder('a')), ''],
    ['no part', parts(), ''],
    [
      'content that is no list',
      lastWords({ role: 'user', content: `Why?\n${reminder('a')}` }),
      'Why?',
    ],
  ])('%s', (_, found, words) => {
    expect(found).toBe(words)
  })

  it('are none where a picture is last', () => {
    const content = [
      { type: 'text', text: 'Why?' },
      { type: 'image', url: 'data:' },
    ] as const
    expect(lastWords({ role: 'user', content })).toBe('')
  })
})
