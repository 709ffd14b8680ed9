import { describe, expect, it } from 'vitest'
import { profileOf } from './profile-of.fixture.ts'
import { request } from './request.fixture.ts'
import { lastWords, spoken, spokenLast, textOf, userWords } from './user-words.ts'

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
    [
      'one kind that is not closed before another that is',
      `<command-name>Why${reminder('a')}?`,
      '<command-name>Why?',
    ],
    [
      'a tag within another',
      reminder('<command-args>a</command-args>'),
      reminder('<command-args>a</command-args>'),
    ],
    ["tags that are the user's own", '<p>Why</p> is 1 < 2?', '<p>Why</p> is 1 < 2?'],
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
    const plain = profileOf(request('Say hello to Anna.'))
    const reminded = profileOf(request(`${rules}\n\nSay hello to Anna.`))
    expect(reminded.families).toEqual(plain.families)
  })
})

describe('spoken', () => {
  const text = `${reminder('a'.repeat(9000))}Why${reminder('b')}?${'x'.repeat(100)}${reminder('c')}!`

  it('is as much of the words as is wanted', () => {
    const all = spoken(text)
    expect(all).toBe(`Why?${'x'.repeat(100)}!`)
    for (let most = 0; most <= all.length + 1; most++) {
      expect(spoken(text, most)).toBe(all.slice(0, most))
    }
  })

  it('is as much of their end', () => {
    const all = spoken(text)
    for (let most = 1; most <= all.length; most++) {
      expect(spokenLast(text, most)).toBe(all.slice(-most))
    }
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
