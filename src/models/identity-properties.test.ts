import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identify } from './identity.ts'

/** Text made of what names are made of, so that every branch is met often. */
const nameLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'llama',
        'qwen',
        'phi',
        'mistral',
        'gpt',
        'o',
        'claude',
        'vl',
        'mini',
        'embed',
      ),
      fc.constantFrom('-', '_', '.', ':', '/', '@', '\\', ' ', 'x', 'b', 'm', 'a', 'e', 'v', 'q'),
      fc.nat(99999).map(String),
      fc.string(),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''))

describe('identify, for any name', () => {
  it('gives sizes that are positive and finite or none', () => {
    fc.assert(
      fc.property(nameLike, (id) => {
        const { parameters = 1, activeParameters = 1 } = identify(id)
        return [parameters, activeParameters].every((size) => size > 0 && Number.isFinite(size))
      }),
      { numRuns: 2000 },
    )
  })

  it('never finds more parameters at work than there are', () => {
    expect(identify('qwen3-3b-a30b').activeParameters).toBeUndefined()
    fc.assert(
      fc.property(nameLike, (id) => {
        const { parameters = Number.POSITIVE_INFINITY, activeParameters = 0 } = identify(id)
        return activeParameters <= parameters
      }),
      { numRuns: 2000 },
    )
  })

  it('does not care for case', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9:._/-]{0,40}$/), (id) => {
        expect(identify(id.toUpperCase())).toEqual(identify(id.toLowerCase()))
      }),
    )
  })

  it('guesses no size from words', () => {
    for (const id of [
      'mini',
      'acme-large',
      'phi-tiny',
      'mistral-medium',
      'qwen-max',
      'gemini-nano',
    ])
      expect(identify(id).parameters).toBeUndefined()
  })

  it('takes no known model for a newer version of its family', () => {
    expect(identify('llama5')).toMatchObject({ family: 'llama', version: '5', tools: true })
    expect(identify('llama5').parameters).toBeUndefined()
  })

  it.each([
    'a',
    '-',
    '1',
    '1.',
    '8x',
    'q4_',
    '/',
    '\\',
    'a-1',
    '-vl',
    'embed-',
    'claude-a',
    ':latest',
  ])('reads a megabyte of %j', (piece) => {
    expect(identify(piece.repeat(1_000_000 / piece.length)).role).toBeDefined()
  })
})
