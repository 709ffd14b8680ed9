import { describe, expect, it } from 'vitest'
import { FAMILIES } from '../../contracts/routing.ts'
import { probes } from '../probes/index.ts'
import { knownPairs } from './known-pairs.ts'
import { JUDGE_PACK, pairs } from './pack.ts'
import { pleads } from './pleading.ts'
import { openQuestions } from './questions/index.ts'

describe('open questions', () => {
  it('are four of each kind of work that is open, each once, from easy to hard', () => {
    expect(new Set(openQuestions.map(({ id }) => id)).size).toBe(24)
    const counts = FAMILIES.map(
      (family) => openQuestions.filter((one) => one.family === family).length,
    )
    expect(counts).toEqual([4, 0, 4, 4, 4, 4, 0, 4])
    for (const { difficulty } of openQuestions) {
      expect(difficulty).toBeGreaterThanOrEqual(0.2)
      expect(difficulty).toBeLessThanOrEqual(0.8)
    }
  })

  it('begin with one of each kind', () => {
    expect(new Set(openQuestions.slice(0, 6).map(({ family }) => family)).size).toBe(6)
  })

  it.each(openQuestions.map((question) => [question.id, question] as const))(
    '%s has two turns and a reference to each, which speaks to no judge',
    (_, { turns, reference }) => {
      for (const text of [...turns, ...reference]) expect(text.trim().length).toBeGreaterThan(20)
      for (const text of reference) expect(text.length).toBeLessThanOrEqual(1200)
      expect(pleads(reference)).toBe(false)
    },
  )
})

describe('known pairs', () => {
  it.each(knownPairs.map((pair) => [pair.id, pair] as const))(
    '%s is right and wrong by rule',
    async (_, { probe: id, right, wrong }) => {
      const probe = probes.find((one) => one.id === id)
      expect(await probe?.grade({ text: right, toolCalls: [] })).toBe(true)
      expect(await probe?.grade({ text: wrong, toolCalls: [] })).toBe(false)
    },
  )

  it('are 24, and in eight of them the wrong answer pleads', () => {
    expect(new Set(knownPairs.map(({ id }) => id)).size).toBe(24)
    expect(knownPairs.filter((pair) => pair.pleads === true)).toHaveLength(8)
  })

  it('come with what was asked', () => {
    for (const { prompt } of pairs) expect(prompt).toMatch(/\s/)
    expect(JUDGE_PACK).toMatch(/^[0-9a-f]{12}$/)
  })
})
