import { describe, expect, it } from 'vitest'
import type { Catalog, Placement } from '../contracts/model.ts'
import type { Plan, PromptProfile } from '../contracts/routing.ts'
import {
  catalogOf,
  FLEET,
  inputOf,
  OPTIONS,
  placement,
  profileOf,
  reported,
} from './fleet.fixture.ts'
import { resolve } from './resolve.ts'
import { route } from './route.ts'

const NAMES = { external: 'smarterrouter/main', aliases: [] }
const TALK = profileOf('chat', 0)
const IMAGE = profileOf('chat', 0, { needs: ['vision'] })

function plan(fleet: readonly Placement[], profile: PromptProfile, model?: string): Plan {
  const catalog = catalogOf(fleet)
  const options = { ...OPTIONS, nextSteps: 'Start one.' }
  const target = resolve(model, catalog, NAMES)
  return route(inputOf(profile, fleet, { target, options }))
}

describe('a request that nothing can take', () => {
  it('hears what to do when there is no model at all', () => {
    const { error, candidates } = plan([], TALK)
    expect(candidates).toEqual([])
    expect(error).toMatchObject({ code: 'no_backends', status: 503 })
    expect(error?.message).toContain('Start one.')
  })

  it('hears whether the backends that it has are down or empty', () => {
    const { backends } = catalogOf(FLEET)
    const heard = (up: readonly boolean[]): string | undefined => {
      const named = up.map((one, index) => ({ ...backends[0], name: `b${index}`, up: one }))
      const catalog = { ...catalogOf([]), backends: named as Catalog['backends'] }
      const target = resolve(undefined, catalog, NAMES)
      const options = { ...OPTIONS, nextSteps: 'Start one.' }
      return route(inputOf(TALK, [], { target, catalog, options })).error?.message
    }
    const doctor = 'To see why: npm start -- doctor'
    expect(heard([false, false])).toBe(`No backend can be reached (down: b0, b1). ${doctor}`)
    expect(heard([false, true])).toBe(`The backends have no models (down: b0). ${doctor}`)
    expect(heard([true])).toBe(`The backends have no models. ${doctor}`)
  })

  it('hears that all backends are down, whatever it needs', () => {
    const fleet = FLEET.map((one) => ({ ...one, up: false }))
    for (const profile of [TALK, IMAGE]) {
      expect(plan(fleet, profile).error).toMatchObject({ code: 'no_backends', status: 503 })
    }
    expect(plan(fleet, TALK).error?.message).toContain('down: home')
  })

  it('hears which ability is missing', () => {
    const fleet = [placement('llama3.1:8b'), placement('nomic-embed-text')]
    const { error } = plan(fleet, IMAGE)
    expect(error).toMatchObject({ code: 'no_capable_model', status: 400 })
    expect(error?.message).toBe('No model here is known to be able to read images.')
  })

  it('hears that the model with the ability is down, not that there is none', () => {
    const sees = placement('qwen2.5vl:7b', { up: false, backend: 'b' })
    expect(plan([placement('llama3.1:8b'), sees], IMAGE).error?.code).toBe('no_backends')
  })

  it('hears how to open remote models for routing', () => {
    const fleet = [placement('gpt-4o', { remote: true, routable: false })]
    const { error, rejected } = plan(fleet, TALK)
    expect(error?.code).toBe('no_backends')
    expect(error?.message).toContain('"models"')
    expect(rejected[0]?.reason).toBe('answers only to its exact name')
  })

  it('hears that no model can chat', () => {
    expect(plan([placement('nomic-embed-text')], TALK).error?.message).toBe(
      'None of the models found can chat.',
    )
  })

  it('hears of near names when the model is unknown', () => {
    const { error } = plan(FLEET, TALK, 'lama3.1:8b')
    expect(error).toMatchObject({ code: 'model_not_found', status: 404 })
    expect(error?.message).toContain('"llama3.1:8b"')
    expect(plan(FLEET, TALK, 'x'.repeat(5000)).error?.message.length).toBeLessThan(400)
  })
})

describe('a model asked for by name', () => {
  it('is used on all its placements, those that are up first', () => {
    const fleet = [
      placement('llama3.1:8b', { backend: 'a', up: false }),
      placement('llama3.1:8b', { backend: 'b', loaded: false }),
      placement('llama3.1:8b', { backend: 'c' }),
      placement('qwen2.5:32b', { backend: 'c' }),
    ]
    const { candidates, mode } = plan(fleet, TALK, 'llama3.1:8b')
    expect(mode).toBe('pinned')
    expect(candidates.map((one) => one.placement.backend)).toEqual(['c', 'b', 'a'])
    expect(candidates[0]?.reason).toMatch(/^asked for by name: quality/)
  })

  it('is known but cannot be reached', () => {
    const fleet = [placement('llama3.1:8b', { up: false }), placement('qwen3:8b', { backend: 'b' })]
    const { error, rejected } = plan(fleet, TALK, 'llama3.1:8b')
    expect(error).toMatchObject({ code: 'no_backends', status: 503 })
    expect(rejected).toHaveLength(1)
  })

  it('may be remote and closed for routing', () => {
    const fleet = [placement('gpt-4o', { remote: true, routable: false })]
    expect(plan(fleet, TALK, 'gpt-4o').candidates).toHaveLength(1)
  })

  it('is believed to be able to do what only a guess denies', () => {
    const guess = placement('llama3.1:8b')
    expect(guess.facts.capabilities.vision?.value).toBe(false)
    expect(plan([guess], IMAGE, 'llama3.1:8b').candidates).toHaveLength(1)
    expect(plan([placement('opaque')], IMAGE, 'opaque').candidates).toHaveLength(1)
  })

  it.each([
    ['vision', 'cannot read images'],
    ['tools', 'cannot call tools'],
    ['audio', 'cannot hear audio'],
    ['json', 'cannot answer in JSON'],
  ] as const)('is refused %s when it is known to lack it', (need, words) => {
    const facts = { capabilities: { [need]: reported(false) } }
    const { error } = plan(
      [placement('own', { facts })],
      profileOf('chat', 0, { needs: [need] }),
      'own',
    )
    expect(error).toMatchObject({ code: 'no_capable_model', status: 400 })
    expect(error?.message).toBe(`The model "own" ${words}.`)
  })

  it('is refused for chat when it is known to embed', () => {
    const embeds = placement('own', { facts: { role: reported('embedding' as const) } })
    expect(plan([embeds], TALK, 'own').error?.message).toBe(
      'The model "own" is an embedding model.',
    )
  })
})
