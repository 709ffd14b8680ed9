import { describe, expect, it } from 'vitest'
import type { BackendSettings } from '../contracts/backend.ts'
import type { Catalog, ModelFacts, Placement, ReportedModel } from '../contracts/model.ts'
import { buildCatalog, type CatalogPreferences, type Sight } from './build-catalog.ts'

const NOTHING: ModelFacts = { capabilities: {} }

const PREFERENCES: CatalogPreferences = {
  include: [],
  exclude: [],
  overrides: [],
  raisedContext: () => undefined,
}

function settingsOf(name: string, more: Partial<BackendSettings> = {}): BackendSettings {
  return {
    name,
    kind: 'kind',
    url: `http://${name}:1`,
    prefix: '',
    models: [],
    remote: false,
    headers: {},
    timeouts: { connect: 5, ttft: 120, load: 300, idle: 60, total: 600 },
    mediaUrls: false,
    ...more,
  }
}

function reportedOf(id: string, more: Partial<ReportedModel> = {}): ReportedModel {
  return { id, nativeId: id, facts: NOTHING, ...more }
}

function sightOf(name: string, models: readonly (string | ReportedModel)[], more = {}): Sight {
  const listed = models.map((it) => (typeof it === 'string' ? reportedOf(it) : it))
  return { settings: settingsOf(name, more), look: { models: listed } }
}

function build(sights: readonly Sight[], preferences: Partial<CatalogPreferences> = {}): Catalog {
  return buildCatalog(sights, { ...PREFERENCES, ...preferences }, { revision: 7, lookedAt: 42 })
}

/** Each model as `id: placement keys`. */
function outline({ models }: Catalog): readonly string[] {
  return [...models.values()].map((it) => `${it.id}: ${it.placements.map((p) => p.key).join(' ')}`)
}

function only(catalog: Catalog): Placement {
  const [placement, ...others] = [...catalog.models.values()].flatMap((it) => it.placements)
  if (placement === undefined || others.length > 0) throw new Error('expected one placement')
  return placement
}

describe('names', () => {
  const digested = (id: string, digest: string): ReportedModel => reportedOf(id, { digest })

  it.each<[string, readonly (readonly (string | ReportedModel)[])[], readonly string[]]>([
    [
      'different ids are different models',
      [['llama'], ['qwen']],
      ['llama: llama@a', 'qwen: qwen@b'],
    ],
    ['equal ids are one model', [['llama'], ['llama']], ['llama: llama@a llama@b']],
    ['case and :latest do not matter', [['Llama:latest'], ['llama']], ['Llama: llama@a llama@b']],
    ['another tag does', [['llama:8b'], ['llama']], ['llama:8b: llama:8b@a', 'llama: llama@b']],
    [
      'equal digests agree',
      [[digested('llama', 'x')], [digested('llama', 'x')]],
      ['llama: llama@a llama@b'],
    ],
    ['an unknown digest agrees', [[digested('llama', 'x')], ['llama']], ['llama: llama@a llama@b']],
    [
      'the later of two different digests goes by id@backend',
      [[digested('llama:latest', 'x')], [digested('Llama:latest', 'y')]],
      ['llama: llama@a', 'Llama@b: llama@b'],
    ],
    [
      'a known digest is compared past an unknown one',
      [['llama'], [digested('llama', 'x')], [digested('llama', 'y')]],
      ['llama: llama@a llama@b', 'llama@c: llama@c'],
    ],
    [
      'each of several that differ has its own name',
      [[digested('llama', 'x')], [digested('llama', 'y')], [digested('llama', 'y')]],
      ['llama: llama@a', 'llama@b: llama@b', 'llama@c: llama@c'],
    ],
    ['one backend lists a model once', [['llama', 'LLAMA:latest']], ['llama: llama@a']],
    ['an id that says nothing is left out', [['', ':latest', 'llama']], ['llama: llama@a']],
  ])('%s', (_, listed, expected) => {
    const names = ['a', 'b', 'c']
    const sights = listed.map((models, index) => sightOf(names[index] ?? '', models))
    expect(outline(build(sights))).toEqual(expected)
  })

  it('are found by folded id, and each placement knows its own model', () => {
    const catalog = build([
      sightOf('a', [digested('Llama:latest', 'x')]),
      sightOf('B', [digested('Llama', 'y')]),
    ])
    expect([...catalog.models.keys()]).toEqual(['llama', 'llama@b'])
    for (const model of catalog.models.values()) {
      expect(model.placements.map((it) => it.model)).toEqual([model.id])
    }
  })

  it('share a chained router name for the very placement it means', () => {
    const catalog = build([
      sightOf('chained', ['llama@b']),
      sightOf('a', [digested('llama', 'x')]),
      sightOf('b', [digested('llama', 'y')]),
    ])
    expect(outline(catalog)).toEqual(['llama@b: llama@b@chained llama@b', 'llama: llama@a'])
  })
})

describe('what may be routed to', () => {
  const local = { remote: false }
  const remote = { remote: true }
  it.each([
    ['all of a local backend', local, false, [], true, false],
    ['what is named of a local backend', local, false, ['lla*'], true, false],
    ['nothing else of it', local, false, ['qwen*'], false, false],
    ['nothing of a remote backend', remote, false, [], false, true],
    ['what is named of a remote backend', remote, false, ['LLA*'], true, true],
    ['nothing else of that', remote, false, ['qwen*'], false, true],
    ['no cloud model of a local backend', local, true, [], false, true],
    ['a cloud model that is named', local, true, ['llama'], true, true],
  ])('%s', (_, where, cloud, models, routable, isRemote) => {
    const sight = sightOf('a', [reportedOf('llama:latest', { cloud })], { ...where, models })
    expect(only(build([sight]))).toMatchObject({ routable, remote: isRemote })
  })

  it.each([
    [{ include: ['llama*'] }, ['llama']],
    [{ exclude: ['*@b', 'QWEN*'] }, ['llama']],
    [{ include: ['*'], exclude: ['llama'] }, ['qwen', 'gemma']],
    [{ include: ['gemma@a'] }, []],
  ])('is listed at all: %o', (preferences, expected) => {
    const catalog = build(
      [sightOf('a', ['llama:latest', 'qwen']), sightOf('b', ['gemma'])],
      preferences,
    )
    const everywhere = [...catalog.models.values()].map((it) => it.id)
    expect(everywhere).toEqual(expected)
  })
})

describe('what is known', () => {
  const reported = reportedOf('llama-8b', {
    facts: {
      servedContext: { value: 4096, source: 'reported' },
      trainedContext: { value: 131_072, source: 'reported' },
      capabilities: {},
    },
  })
  const served = (value: number) => ({
    servedContext: { value, source: 'config' as const },
    capabilities: {},
  })

  it('comes from the user first, then from the backend, then from the name', () => {
    const overrides = [
      { glob: 'other*', facts: served(1) },
      { glob: 'llama*', facts: served(2) },
      { glob: '*', facts: served(3) },
    ]
    const { facts } = only(build([sightOf('a', [reported])], { overrides }))
    expect(facts.servedContext).toEqual({ value: 2, source: 'config' })
    expect(facts.trainedContext).toEqual({ value: 131_072, source: 'reported' })
    expect(facts.parameters).toEqual({ value: 8, source: 'inferred' })
  })

  it.each([
    ['what was configured', 2048, 16_384, 2048, { value: 2048, source: 'config' }],
    [
      'else what it was raised to',
      undefined,
      16_384,
      16_384,
      { value: 16_384, source: 'measured' },
    ],
    ['else its own choice', undefined, undefined, undefined, { value: 4096, source: 'reported' }],
  ])('the context asked for is %s', (_, contextSetting, raised, expected, fact) => {
    const raisedContext = (key: string) => (key === 'llama-8b@a' ? raised : undefined)
    const overrides = [{ glob: '*', facts: NOTHING, contextSetting }]
    const placement = only(build([sightOf('a', [reported])], { overrides, raisedContext }))
    expect(placement.contextSetting).toBe(expected)
    expect(placement.facts.servedContext).toEqual(fact)
  })

  it('is handed on as reported', () => {
    const more = { nativeId: 'p/llama', digest: 'x', sizeBytes: 5, loaded: true }
    expect(only(build([sightOf('a', [reportedOf('llama', more)])]))).toMatchObject({
      ...more,
      backend: 'a',
      up: true,
    })
  })
})

describe('prices', () => {
  const hosted = { remote: true, url: 'https://api.openai.com' }
  const reported = reportedOf('o3')
  const priceOf = (catalog: Catalog): unknown => only(catalog).facts.price

  it('come from the user first, then from the backend, then from a table', () => {
    const price = (input: number, source: 'config' | 'reported'): ModelFacts => ({
      price: { value: { input, output: 2 }, source },
      capabilities: {},
    })
    const overrides = [{ glob: 'o3', facts: price(0.5, 'config') }]
    const listed = reportedOf('o3', { facts: price(1, 'reported') })
    const moment = { revision: 1, lookedAt: Date.UTC(2026, 8, 20) }
    const built = (model: ReportedModel, preferences = PREFERENCES): unknown =>
      priceOf(buildCatalog([sightOf('a', [model], hosted)], preferences, moment))
    expect(built(listed, { ...PREFERENCES, overrides })).toMatchObject({ source: 'config' })
    expect(built(listed)).toMatchObject({ source: 'reported' })
    expect(built(reported)).toMatchObject({ value: { input: 2, output: 8 }, source: 'inferred' })
  })

  it('change with the day, though the backend reports the same', () => {
    const sight = sightOf('a', [reported], hosted)
    const on = (lookedAt: number): unknown =>
      priceOf(buildCatalog([sight], PREFERENCES, { revision: 1, lookedAt }))
    expect(on(Date.UTC(2025, 5, 9, 23))).toMatchObject({ value: { input: 10 } })
    expect(on(Date.UTC(2025, 5, 10, 1))).toMatchObject({ value: { input: 2 } })
  })

  it('are the user’s alone for a model that runs here', () => {
    const local = sightOf('a', [reported])
    expect(priceOf(build([local]))).toBeUndefined()
    const price = { value: { input: 0.1, output: 0.4 }, source: 'config' as const }
    const overrides = [{ glob: '*', facts: { price, capabilities: {} } }]
    expect(priceOf(build([local], { overrides }))).toEqual(price)
  })
})

describe('backends', () => {
  it('keep their models, marked down, while they cannot be reached', () => {
    const seen = sightOf('a', [reportedOf('llama', { loaded: true })])
    const catalog = build([{ ...seen, problem: 'connection refused' }])
    expect(only(catalog)).toMatchObject({ up: false, loaded: undefined })
    expect(catalog.backends).toMatchObject([
      { name: 'a', up: false, problem: 'connection refused', models: 1 },
    ])
  })

  it('are down before they were ever seen', () => {
    const unseen = { settings: settingsOf('a', { url: 'http://user:secret@a:1/api' }) }
    const catalog = build([unseen])
    expect(catalog.backends).toEqual([
      {
        name: 'a',
        kind: 'kind',
        url: 'http://a:1/api',
        remote: false,
        up: false,
        version: undefined,
        problem: 'not looked at yet',
        models: 0,
      },
    ])
    expect(catalog).toMatchObject({ revision: 7, lookedAt: 42 })
  })

  it('count what they have in the catalog', () => {
    const catalog = build([sightOf('a', ['llama', 'qwen', 'LLAMA'])], { exclude: ['qwen'] })
    expect(catalog.backends).toMatchObject([{ up: true, problem: undefined, models: 1 }])
  })
})

describe('what a server says of the moment', () => {
  const load = { value: { running: 3, waiting: 1, at: 5 }, source: 'reported' } as const
  const told = { loaded: false, loading: true, problem: 'its process ended', load }

  it('is passed on while it is up, and not known else', () => {
    const sight = sightOf('a', [reportedOf('llama', told)])
    expect(only(build([sight]))).toMatchObject(told)
    const { loaded, loading, problem, load } = only(build([{ ...sight, problem: 'refused' }]))
    expect({ loaded, loading, problem, load }).toEqual({})
  })

  it('includes what is wrong with it although it is up', () => {
    const sight = sightOf('a', ['llama'])
    const look = { models: sight.look?.models ?? [], problem: 'its /metrics cannot be read' }
    expect(build([{ ...sight, look }]).backends[0]).toMatchObject({
      up: true,
      problem: look.problem,
    })
  })
})

describe('ten thousand models', () => {
  const many = sightOf(
    'a',
    Array.from({ length: 10_000 }, (_, at) => `llama-${at}:7b`),
  )
  const raised = { raisedContext: (key: string) => (key === 'llama-7:7b@a' ? 8192 : undefined) }
  const factsIn = ({ models }: Catalog): readonly unknown[] =>
    [...models.values()].map((it) => it.placements[0]?.facts)

  it('are worked out anew only where something changed', () => {
    const before = factsIn(build([many]))
    const after = factsIn(build([many, sightOf('b', ['qwen'])], raised))
    expect(before).toHaveLength(10_000)
    expect(before.filter((facts, at) => facts !== after[at])).toHaveLength(1)
    const down = build([{ ...many, problem: 'refused' }])
    expect([...down.models.values()].every((it) => it.placements[0]?.up === false)).toBe(true)
  })
})
