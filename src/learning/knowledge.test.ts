import { describe, expect, it, vi } from 'vitest'
import type { EvidenceSource } from '../contracts/evidence.ts'
import type { KeyedEvidence } from '../contracts/learning.ts'
import type { Family } from '../contracts/routing.ts'
import { abilityOf } from '../routing/abilities.ts'
import { demandOf, logitOf } from '../routing/demand.ts'
import { catalogOf, placement, reported } from '../routing/fleet.fixture.ts'
import { foldFleet } from '../routing/fleet-abilities.ts'
import { priorOf } from '../routing/prior.ts'
import { workOf } from '../routing/work-of.ts'
import { voteKey } from './daily-votes.ts'
import { Knowledge } from './knowledge.ts'

const LARGE = placement('qwen2.5:32b')
const SMALL = placement('llama3.2:3b')
const CATALOG = catalogOf([LARGE, SMALL])

function rowsOf(
  model: string,
  source: EvidenceSource,
  { y, count, family = 'code' }: { y: number; count: number; family?: Family },
): readonly KeyedEvidence[] {
  return Array.from({ length: count }, (_, at) => ({
    key: `${source}:${model}:${family}:${at}`,
    model,
    source,
    work: workOf(family, 0.5),
    ...{ y, weight: 1, at },
  }))
}

function knowing(rows: readonly KeyedEvidence[] = []) {
  const store = {
    put: vi.fn(async () => undefined),
    remove: vi.fn(async () => undefined),
    replace: vi.fn(async () => undefined),
  }
  const changed = vi.fn()
  return { knowledge: new Knowledge(rows, store, changed), store, changed }
}

/** Logits of a right answer to code of medium difficulty. */
async function skill(
  knowledge: Knowledge,
  one = SMALL,
  sources?: readonly EvidenceSource[],
): Promise<number> {
  const abilities = await knowledge.abilities(CATALOG, 0, sources)
  return logitOf(abilityOf(one, abilities), demandOf(workOf('code', 0.5)))
}

describe('what is known', () => {
  it('is believed as if all of it had been weighed at once', async () => {
    const rows = [
      ...rowsOf(SMALL.model, 'probe', { y: 1, count: 12 }),
      ...rowsOf(LARGE.model, 'benchmark', { y: 0, count: 8 }),
    ]
    const { knowledge } = knowing(rows)
    const models = [LARGE, SMALL].map((one) => ({
      key: one.key,
      prior: priorOf(one),
      evidence: rows.filter(({ model }) => model === one.model),
    }))
    const whole = foldFleet(models, 0)
    for (const one of [LARGE, SMALL]) {
      const direct = logitOf(abilityOf(one, whole), demandOf(workOf('code', 0.5)))
      expect(await skill(knowledge, one)).toBeCloseTo(direct, 0)
    }
    expect((await knowledge.abilities(CATALOG, 7)).requests).toBe(7)
  })

  it('goes up with good answers and down with bad ones, wherever they are from', async () => {
    const { knowledge, store, changed } = knowing()
    const before = await skill(knowledge)
    await knowledge.add(rowsOf(SMALL.model, 'probe', { y: 1, count: 20 }))
    const after = await skill(knowledge)
    expect(after).toBeGreaterThan(before)
    await knowledge.add(rowsOf('LLAMA3.2:3b', 'feedback', { y: 0, count: 30 }))
    expect(await skill(knowledge)).toBeLessThan(after)
    expect(await skill(knowledge, SMALL, ['probe'])).toBeCloseTo(after)
    expect(await skill(knowledge, SMALL, [])).toBeCloseTo(before)
    expect([store.put, changed].map(({ mock }) => mock.calls.length)).toEqual([2, 2])
  })

  it('is forgotten by the beginning of its keys', async () => {
    const { knowledge, store } = knowing(rowsOf(SMALL.model, 'probe', { y: 1, count: 20 }))
    const before = await skill(knowledge)
    await knowledge.remove(`probe:${SMALL.model}:`)
    expect(await skill(knowledge)).toBeLessThan(before)
    expect(store.remove).toHaveBeenCalledWith(`probe:${SMALL.model}:`)
  })

  it('may be about one of several places only', () => {
    const elsewhere = placement(SMALL.model, { backend: 'rack' })
    const [row] = rowsOf(SMALL.model, 'probe', { y: 1, count: 1 })
    const { knowledge } = knowing(row && [{ ...row, placement: elsewhere.key }])
    expect(knowledge.about(SMALL)).toEqual([])
    expect(knowledge.about(elsewhere)).toHaveLength(1)
  })

  it('knows a catalog again, unless a model is new or its facts are others', async () => {
    const { knowledge } = knowing()
    expect(knowledge.knows(CATALOG)).toBe(false)
    await knowledge.abilities(CATALOG, 0)
    expect(knowledge.knows(catalogOf([placement('qwen2.5:32b'), placement('llama3.2:3b')]))).toBe(
      true,
    )
    const larger = placement('llama3.2:3b', { facts: { parameters: reported(30) } })
    expect(knowledge.knows(catalogOf([larger]))).toBe(false)
    expect(knowledge.knows(catalogOf([placement('gemma2:9b')]))).toBe(false)
  })
})

describe('votes', () => {
  const DAY = 86_400_000
  const vote = (voter: string, at: number, y: number): KeyedEvidence => ({
    key: voteKey(`r${at}`, voter),
    model: SMALL.model,
    source: 'feedback',
    work: workOf('code', 0.5),
    ...{ y, weight: 1, at },
  })
  const weight = (knowledge: Knowledge): number =>
    knowledge.about(SMALL).reduce((sum, row) => sum + row.weight, 0)

  it('of one voter and day weigh twenty at most, on whatever models', () => {
    const rows = Array.from({ length: 1000 }, (_, at) => vote('mallory', at, 0))
    expect(weight(knowing(rows).knowledge)).toBeCloseTo(20)
    const others = rows.map((row) => ({ ...row, key: `${row.key}b`, model: LARGE.model }))
    expect(weight(knowing([...rows, ...others]).knowledge)).toBeCloseTo(10)
    const days = Array.from({ length: 60 }, (_, at) => vote('ann', at * DAY, 1))
    expect(weight(knowing(days).knowledge)).toBeCloseTo(60)
  })

  it('of one who votes a thousand times move the many honest ones little', async () => {
    const honest = Array.from({ length: 300 }, (_, at) =>
      vote(`v${at % 30}`, at, Number(at % 10 > 0)),
    )
    const { knowledge } = knowing(honest)
    const before = await skill(knowledge)
    await knowledge.add(Array.from({ length: 1000 }, (_, at) => vote('mallory', 1000 + at, 0)))
    const chance = (logit: number): number => 1 / (1 + Math.exp(-logit))
    expect(chance(before) - chance(await skill(knowledge))).toBeLessThan(0.1)
    await knowledge.remove('vote:mallory:')
    expect(await skill(knowledge)).toBeCloseTo(before)
  })
})

it('old votes are added up, here and where they are kept, and go on saying what they said', async () => {
  const votes = rowsOf(SMALL.model, 'feedback', { y: 1, count: 1000 }).map((row, at) => ({
    ...row,
    key: voteKey(`r${at}`, `voter ${at % 100}`),
  }))
  const { knowledge, store } = knowing(votes)
  const before = await skill(knowledge)
  await knowledge.collapse(1000 * 86_400_000)
  expect(knowledge.about(SMALL)).toHaveLength(501)
  const [keys, rows] = store.replace.mock.calls[0] as unknown as [string[], KeyedEvidence[]]
  expect(keys).toHaveLength(500)
  expect(rows.map(({ key, weight }) => [key, weight])).toEqual([
    [`votes:${SMALL.model}:code:2:1`, expect.any(Number)],
  ])
  expect(await skill(knowledge)).toBeCloseTo(before, 0)
  await knowledge.collapse(1000 * 86_400_000)
  expect(store.replace).toHaveBeenCalledOnce()
})
