import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { GatewayError } from '../../contracts/errors.ts'
import { placement } from '../../routing/fleet.fixture.ts'
import type { Exam } from './exam.ts'
import { fakeExam, fakeProbes, profilerStage, reply, valuesOf } from './profiler.fixture.ts'

const small = placement('a:1b', { backend: 'one', sizeBytes: 1e9, digest: 'd1' })
const large = placement('b:8b', { backend: 'one', sizeBytes: 8e9, loaded: false })
const elsewhere = placement('c:3b', { backend: 'two' })

const DAY_MS = 86_400_000

describe('a model that is known', () => {
  it('is asked a few probes again after a week, and no sooner', async () => {
    const stage = profilerStage({ placements: [small], exams: [fakeExam], probes: fakeProbes(3) })
    await stage.run()
    stage.asked.length = 0
    stage.world.now += 6 * DAY_MS
    expect(stage.profiler.isDue()).toBe(false)
    stage.world.now += 2 * DAY_MS
    expect(stage.profiler.isDue()).toBe(true)
    await stage.run()
    expect(stage.asked).toHaveLength(8)
    expect(stage.profiler.isDue()).toBe(false)
  })

  it('is asked everything again where it answers otherwise', async () => {
    let answer = 'right'
    const stage = profilerStage({
      ...{ placements: [small], exams: [fakeExam], probes: fakeProbes(3) },
      answer: () => reply(answer),
    })
    await stage.run()
    stage.asked.length = 0
    stage.world.now += 8 * DAY_MS
    answer = 'wrong'
    await stage.run()
    expect(stage.asked).toHaveLength(8 + 1 + 24)
    expect(stage.forgotten).toEqual([small.key])
    expect(stage.evidence.slice(-24).every(({ y }) => y === 0)).toBe(true)
    expect(stage.profiler.isDue()).toBe(false)
    stage.world.now += 8 * DAY_MS
    stage.asked.length = 0
    await stage.run()
    expect(stage.asked).toHaveLength(8)
  })

  it('is asked again sooner what may no longer be true, once a day', async () => {
    let stale: readonly string[] = []
    const stage = profilerStage({
      ...{ placements: [small], exams: [fakeExam], stale: () => stale },
    })
    await stage.run()
    stale = ['speed', 'checkup']
    expect(stage.profiler.isDue()).toBe(false)
    stage.asked.length = 0
    stage.world.now += 2 * DAY_MS
    await stage.run()
    expect(stage.asked).toHaveLength(1 + 8)
    expect(stage.profiler.isDue()).toBe(false)
  })
})

it('a context is measured again where its server says that it has grown, and only then', async () => {
  const exam: Exam = {
    ...{ name: 'context', role: 'chat', concerns: () => true },
    async take({ ask, placement: { reportedContext } }) {
      await ask({ messages: [] })
      return { verified: 2048, reported: reportedContext ?? null, served: null }
    },
  }
  const stage = profilerStage({
    ...{ placements: [{ ...small, reportedContext: 4096 }], exams: [exam], probes: [] },
  })
  await stage.run()
  stage.world.placements = [{ ...small, reportedContext: 2048 }]
  expect(stage.profiler.isDue()).toBe(false)
  stage.world.placements = [{ ...small, reportedContext: 32_768 }]
  expect(stage.profiler.isDue()).toBe(true)
  await stage.run()
  expect(stage.asked).toHaveLength(2)
  expect(stage.profiler.isDue()).toBe(false)
})

describe('what goes wrong', () => {
  it('in one lane ends the others, before the job is told', async () => {
    const stage = profilerStage({
      placements: [small, elsewhere],
      async answer({ placement: { key } }) {
        await sleep(5)
        if (key === small.key) throw new GatewayError('upstream_error', 'no answer')
        return reply('right')
      },
    })
    stage.book.add = async ({ placement: key }) => {
      if (key === small.key) throw new Error('database is locked')
    }
    await expect(stage.run()).rejects.toThrow('database is locked')
    const asked = stage.asked.length
    await sleep(60)
    expect(stage.asked).toHaveLength(asked)
  })

  it('by a question that brings the server down is that question’s, and is not asked again', async () => {
    let isDown = false
    const stage = profilerStage({
      placements: [small],
      answer({ asking }) {
        if (isDown) throw new GatewayError('upstream_unreachable', 'gone')
        if (!JSON.stringify(asking.messages).includes('Ask reasoning-1')) return reply('right')
        isDown = true
        throw new GatewayError('upstream_error', 'broken off')
      },
    })
    await stage.run()
    expect(stage.problems[0]).toContain('broken off')
    expect(stage.problems[1]).toContain('gone')
    expect(valuesOf(stage.stored, small.key)['probe:reasoning-1']).toEqual({ failed: 'broken off' })
    isDown = false
    await stage.run()
    const crashing = stage.asked.filter((text) => text.includes('reasoning-1'))
    expect(crashing).toHaveLength(2)
    expect(stage.profiler.isDue()).toBe(false)
  })

  it('counts as time too: a first pass ends after 90 seconds of questions without an answer', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const stage = profilerStage({
      ...{ placements: [large, small], probes: fakeProbes(3) },
      answer({ placement: { model }, asking }) {
        vi.advanceTimersByTime(model === 'b:8b' ? 40_000 : 10)
        if (model !== 'b:8b' || JSON.stringify(asking).includes('-1')) return reply('right')
        throw new GatewayError('upstream_ttft_timeout', 'late')
      },
    })
    await stage.run()
    vi.useRealTimers()
    const first = stage.asked.findIndex((text) => text.startsWith('b:8b'))
    const next = stage.asked.findIndex((text, at) => at > first && !text.startsWith('b:8b'))
    expect(next - first).toBe(3)
  })
})

describe('a model that cannot stop thinking', () => {
  const muted = reply('', { choice: { ...reply('').choice, reasoning: 'Hm.', finish: 'length' } })

  it('is not wrong where it only thought, nor given up for it', async () => {
    const stage = profilerStage({ placements: [small], answer: () => muted })
    await stage.run()
    expect(stage.evidence).toEqual([])
    expect(stage.asked).toHaveLength(8)
    expect(Object.keys(valuesOf(stage.stored, small.key))).not.toContain('trouble')
  })

  it('is given room for its thoughts once that is known', async () => {
    const limits: (number | undefined)[] = []
    const stage = profilerStage({
      placements: [small],
      kept: [
        {
          ...{ placement: small.key, item: 'reasoning', revision: 'd1|1000000000|||v1', at: 1000 },
          value: { works: true, byItself: true, switchable: false },
        },
      ],
      answer({ asking }) {
        limits.push(asking.sampling?.maxTokens)
        return reply('right')
      },
    })
    await stage.run()
    expect(new Set(limits)).toEqual(new Set([3082]))
  })
})
