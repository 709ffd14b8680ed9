import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAMILIES } from '../contracts/routing.ts'
import { analyse } from './analyse.ts'
import { request } from './request.fixture.ts'

describe('analyse', () => {
  it('profiles any text whatever: shares sum to 1, difficulty stays within 0 and 1', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
        .map((codes) => String.fromCharCode(...codes)),
    )
    fc.assert(
      fc.property(anyText, (text) => {
        const { families, difficulty, tokensIn, tokensOut, tokensNeeded } = analyse(request(text))
        const sum = FAMILIES.reduce((total, family) => total + families[family], 0)
        expect(sum).toBeCloseTo(1)
        expect(difficulty).toBeGreaterThanOrEqual(0)
        expect(difficulty).toBeLessThanOrEqual(1)
        expect(tokensIn).toBeGreaterThan(0)
        expect(tokensOut).toBeGreaterThan(0)
        expect(tokensNeeded).toBeGreaterThan(tokensIn)
      }),
    )
  })

  it('profiles a conversation without any words', () => {
    const image = [{ type: 'image', url: 'data:image/png;base64,' }] as const
    expect(analyse(request([{ role: 'user', content: image }])).needs).toEqual(['vision'])
    expect(analyse(request([])).kind).toBe('chat')
  })

  it('keeps room for what the client allows, else for a usual answer', () => {
    const free = analyse(request('Write a long story'))
    expect(free.tokensNeeded - free.tokensIn).toBeLessThanOrEqual(512)
    const limited = analyse(request('Write a long story', { sampling: { maxTokens: 7 } }))
    expect(limited.tokensOut).toBe(7)
    expect(limited.tokensNeeded).toBe(limited.tokensIn + 7)
    const large = analyse(request('Write a long story', { sampling: { maxTokens: 9000 } }))
    expect(large.tokensOut).toBe(free.tokensOut)
    expect(large.tokensNeeded).toBe(large.tokensIn + 9000)
    const unlimited = analyse(request('Write a long story', { sampling: { maxTokens: -1 } }))
    expect(unlimited).toEqual(free)
  })

  it('remembers what the conversation is about when the last message says nothing', () => {
    const turns = [
      { role: 'user', content: 'Write a Python function that parses dates' },
      { role: 'assistant', content: 'Here it is.' },
      { role: 'user', content: 'commit it' },
    ] as const
    expect(analyse(request(turns)).families.code).toBeGreaterThan(0.6)
  })

  it('reads a short system prompt, but not a harness', () => {
    const user = { role: 'user', content: 'Das Wetter ist heute gut.' } as const
    const task = { role: 'system', content: "Translate the user's text to English." } as const
    expect(analyse(request([task, user])).families.extract).toBeGreaterThan(0.6)
    const rules = 'Prove, derive and debug distributed python code. '.repeat(40)
    const harness = { role: 'system', content: rules } as const
    expect(analyse(request([harness, user])).difficulty).toBeLessThan(0.3)
  })

  it('reads the end of a long message too', () => {
    const padding = 'It was a quiet day by the sea. '.repeat(400)
    const { families } = analyse(request(`${padding}\nTranslate this to French and summarize it.`))
    expect(families.extract).toBeGreaterThan(0.6)
  })

  it('counts no turn of the user where the client tells something on the side', () => {
    const question = { role: 'user', content: 'Prove that this queue never deadlocks.' } as const
    const content = '<system-reminder>\nBe brief.\n</system-reminder>'
    const followedBy = (role: 'user' | 'assistant') =>
      analyse(request([question, ...Array.from({ length: 4 }, () => ({ role, content }))]))
    expect(followedBy('user').difficulty).toBe(followedBy('assistant').difficulty)
  })
})
