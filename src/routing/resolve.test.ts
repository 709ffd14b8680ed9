import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogOf, placement } from './fleet.fixture.ts'
import { resolve, type Target } from './resolve.ts'

const CATALOG = catalogOf([
  placement('llama3.1:8b', { backend: 'a' }),
  placement('llama3.1:8b', { backend: 'Big Box' }),
  placement('Qwen/Qwen2.5-7B', { backend: 'a' }),
  placement('phi4', { backend: 'a' }),
  placement('phi4@b', { backend: 'b', key: 'phi4@b' }),
  placement('gpt-4o-real', { backend: 'a' }),
  placement('user@host/odd', { backend: 'a' }),
])

type Aliases = (readonly [string, string])[]

function find(
  requested: string | undefined,
  aliases: Aliases = [],
  routed?: readonly string[],
): Target {
  return resolve(requested, CATALOG, {
    ...{ external: 'smarterrouter/main', aliases },
    ...(routed && { routed }),
  })
}

function keys(target: Target): string[] | string {
  return target.kind === 'model' ? target.placements.map(({ key }) => key) : target.kind
}

describe('resolve', () => {
  it.each([undefined, 'smarterrouter/main', 'SmarterRouter/Main', 'smarterrouter/main:latest'])(
    'routes for %s',
    (name) => {
      expect(find(name)).toEqual({ kind: 'route' })
    },
  )

  it.each([
    ['llama3.1:8b', ['llama3.1:8b@a', 'llama3.1:8b@Big Box']],
    ['LLAMA3.1:8B', ['llama3.1:8b@a', 'llama3.1:8b@Big Box']],
    ['llama3.1:8b@a', ['llama3.1:8b@a']],
    ['llama3.1:8b@big box', ['llama3.1:8b@Big Box']],
    ['qwen/qwen2.5-7b', ['Qwen/Qwen2.5-7B@a']],
    ['phi4:latest', ['phi4@a']],
    ['phi4:latest@a', ['phi4@a']],
    ['phi4@b', ['phi4@b']],
    ['user@host/odd', ['user@host/odd@a']],
    ['user@host/odd@a', ['user@host/odd@a']],
  ])('finds %s', (name, expected) => {
    expect(keys(find(name))).toEqual(expected)
  })

  it.each(['llama3.1:8b@c', '@a', 'llama3.1:8b@', '', '@', 'smarterrouter/main@a'])(
    'does not know %j',
    (name) => {
      expect(find(name).kind).toBe('unknown')
    },
  )

  it('lets exact names win over aliases, and the first alias over later ones', () => {
    const aliases: Aliases = [
      ['gpt-4o*', 'smarterrouter/main'],
      ['gpt-*', 'phi4'],
      ['claude-*', 'llama3.1:8b@a'],
    ]
    expect(keys(find('gpt-4o-real', aliases))).toEqual(['gpt-4o-real@a'])
    expect(find('gpt-4o-mini', aliases).kind).toBe('route')
    expect(keys(find('GPT-3.5', aliases))).toEqual(['phi4@a'])
    expect(keys(find('claude-3', aliases))).toEqual(['llama3.1:8b@a'])
  })

  it('follows an alias of an alias and ends in every loop', () => {
    expect(
      keys(
        find('fast', [
          ['fast', 'small'],
          ['small', 'phi4'],
        ]),
      ),
    ).toEqual(['phi4@a'])
    const loop: Aliases = [
      ['a*', 'b'],
      ['b*', 'a'],
      ['*', '*'],
    ]
    expect(find('abc', loop)).toMatchObject({ kind: 'unknown', requested: 'abc' })
  })

  describe('a name that clients insist on', () => {
    const ROUTED = ['claude-*', 'gpt-4o-*', 'phi4*', 'nothing']

    it.each([
      'claude-sonnet-5',
      'CLAUDE-Opus-5',
      'claude-sonnet-5[1m]',
      'claude-haiku-4-5-20251001',
      'claude-sonnet-4-5@20250929',
      'gpt-4o-mini',
    ])('is routed: %s', (name) => {
      expect(find(name, [], ROUTED)).toEqual({ kind: 'route' })
    })

    it('is what it says where a model, a pinned one or an alias has it', () => {
      expect(keys(find('GPT-4o-real', [], ROUTED))).toEqual(['gpt-4o-real@a'])
      expect(keys(find('gpt-4o-real@A', [], ROUTED))).toEqual(['gpt-4o-real@a'])
      expect(keys(find('phi4@b', [], ROUTED))).toEqual(['phi4@b'])
      expect(keys(find('claude-haiku-4-5', [['claude-haiku*', 'phi4']], ROUTED))).toEqual([
        'phi4@a',
      ])
    })

    it('never turns into another model than its alias or its backend says', () => {
      expect(find('claude-x', [['claude-*', 'gone']], ROUTED).kind).toBe('unknown')
      expect(find('phi4@big box', [], ROUTED).kind).toBe('unknown')
      expect(find('claude-opus-5@a', [], ROUTED).kind).toBe('unknown')
    })

    it.each([
      'claude-opus-5@gone',
      'claude-opus-5@',
      'claude-@20250929@gone',
      'claude-sonnet-4-5@2025092',
      'claude-sonnet-4-5@202509290',
      'claude-sonnet-4-5@20250929-x',
    ])('is not routed when it names a backend that is not here: %s', (name) => {
      expect(find(name, [], ROUTED)).toMatchObject({ kind: 'unknown', requested: name })
      expect(find('fast', [['fast', name]], ROUTED).kind).toBe('unknown')
    })

    it('is not routed when what looks like a date is a backend', () => {
      const dated = catalogOf([placement('phi4', { backend: '20250929' })])
      const names = { external: 'smarterrouter/main', aliases: [], routed: ROUTED }
      expect(resolve('claude-sonnet-4-5@20250929', dated, names).kind).toBe('unknown')
    })

    it('may be what an alias stands for', () => {
      expect(find('fast', [['fast', 'claude-haiku-4-5']], ROUTED)).toEqual({ kind: 'route' })
    })

    it.each([[[]], [undefined]])('is unknown with %j', (routed) => {
      expect(find('claude-sonnet-5', [], routed).kind).toBe('unknown')
    })

    it('is no part of another name', () => {
      expect(find('my-claude-5', [], ROUTED).kind).toBe('unknown')
    })
  })

  it('names what was probably meant, the router included', () => {
    expect(find('llama3.1:8')).toMatchObject({ kind: 'unknown', near: ['llama3.1:8b'] })
    expect(find('smarterouter/main')).toMatchObject({ near: ['smarterrouter/main'] })
    expect(find('nothing-like-it')).toMatchObject({ near: [] })
  })

  it('takes any name without failing', () => {
    const long = fc.integer({ min: 200, max: 20_000 }).map((length) => '@a/:'.repeat(length / 4))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), long), (name) => {
        expect(['unknown', 'model', 'route']).toContain(find(name, [['x*@', 'phi4']]).kind)
      }),
    )
  })
})
