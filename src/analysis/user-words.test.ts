import { describe, expect, it } from 'vitest'
import { analyse } from './analyse.ts'
import { request } from './request.fixture.ts'
import { textOf, userWords } from './user-words.ts'

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
