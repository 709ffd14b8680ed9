import { describe, expect, it } from 'vitest'
import type { BenchmarkRow, BenchmarkSync } from '../../contracts/benchmark.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import { catalogOf, placement } from '../../routing/fleet.fixture.ts'
import type { BenchmarkSource } from './benchmark.ts'
import { BenchmarkLibrary, type LibraryOptions } from './library.ts'

const row: BenchmarkRow = {
  ...{ source: 'good', model: 'Qwen2.5-7B-Instruct', metric: 'mmlu-pro', value: 0.4 },
  ...{ date: '2024-10-01', family: 'knowledge' },
}

function sourceOf(name: string, fetch: () => Promise<readonly BenchmarkRow[]>): BenchmarkSource {
  return { name, aliases: [], licence: 'test', fetch }
}

function stage(sources: readonly BenchmarkSource[], more: Partial<LibraryOptions> = {}) {
  const evidence: (readonly KeyedEvidence[])[] = []
  const kept: { readonly sync: BenchmarkSync; readonly rows: number | undefined }[] = []
  const problems: string[] = []
  const clock = { now: 1_000_000 }
  const library = new BenchmarkLibrary({
    ...{ shipped: [], kept: [], syncs: [], sources, now: () => clock.now, retryMs: 1 },
    rules: () => ({
      ...{ sources: sources.map(({ name }) => name), keys: {}, mapping: new Map() },
      freshMs: () => 1000,
    }),
    put: async (sync, rows) => void kept.push({ sync, rows: rows?.length }),
    catalog: () => catalogOf([placement('qwen2.5:7b'), placement('nomic-embed-text')]),
    onEvidence: (rows) => evidence.push(rows),
    ...more,
  })
  const control = {
    signal: new AbortController().signal,
    step: () => undefined,
    note: () => undefined,
    problem: (text: string) => void problems.push(text),
  }
  return { library, evidence, kept, problems, clock, control }
}

const shipped: BenchmarkRow = { ...row, source: 'zeroeval', metric: 'gsm', value: 0.8 }

describe('the library', () => {
  it('says what is shipped and what was fetched before, and only when there are other models', async () => {
    const { library, evidence } = stage([], { shipped: [shipped] })
    await library.match()
    await library.match()
    expect(evidence).toHaveLength(1)
    expect(library.matched.map(({ model, row: { metric } }) => [model, metric])).toEqual([
      ['qwen2.5:7b', 'gsm'],
    ])
  })

  it('asks a source again that fails, and takes what it says in the place of what it said', async () => {
    let asked = 0
    const flaky = sourceOf('good', async () => {
      asked += 1
      if (asked < 3) throw new Error('no')
      return [row]
    })
    const old = { ...row, value: 0.1 }
    const { library, kept, clock, control } = stage([flaky], {
      kept: [old, { ...old, metric: 'x' }],
    })
    expect(library.isDue()).toBe(true)
    await library.sync(control, false)
    expect(kept).toEqual([{ sync: expect.objectContaining({ at: clock.now, rows: 1 }), rows: 1 }])
    expect(library.matched.map(({ row: { value } }) => value)).toEqual([0.4])
    expect(library.isDue()).toBe(false)
    await library.sync(control, false)
    expect(asked).toBe(3)
    clock.now += 2000
    expect(library.isDue()).toBe(true)
  })

  it('never takes a failed sync for done: what was known stays, and the failure is shown', async () => {
    const broken = sourceOf('bad', () => Promise.reject(new Error('the answer is HTML')))
    const before: BenchmarkSync = {
      ...{ source: 'bad', at: 5, triedAt: 5, rows: 7, problem: undefined },
    }
    const { library, kept, problems, control } = stage(
      [broken, sourceOf('good', async () => [row])],
      { syncs: [before] },
    )
    await expect(library.sync(control, true)).rejects.toThrow('These could not be read: bad.')
    expect(problems).toEqual(['bad: the answer is HTML'])
    const failed = kept.find(({ sync }) => sync.source === 'bad')
    expect(failed).toEqual({
      sync: { source: 'bad', at: 5, triedAt: 1_000_000, rows: 7, problem: 'the answer is HTML' },
      rows: undefined,
    })
    expect(library.isDue()).toBe(true)
    expect(library.matched).toHaveLength(1)
  })

  it('does not ask a source that needs a key and has none', () => {
    const locked = { ...sourceOf('locked', async () => [row]), needsKey: true }
    expect(stage([locked]).library.isDue()).toBe(false)
  })
})
