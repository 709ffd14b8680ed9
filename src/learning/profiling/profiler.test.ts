import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../contracts/errors.ts'
import { placement, reported } from '../../routing/fleet.fixture.ts'
import type { Exam } from './exam.ts'
import { fakeExam, fakeProbes, profilerStage, reply, valuesOf } from './profiler.fixture.ts'

const small = placement('a:1b', { backend: 'one', sizeBytes: 1e9, digest: 'd1' })
const large = placement('b:8b', { backend: 'one', sizeBytes: 8e9, loaded: false })
const elsewhere = placement('c:3b', { backend: 'two' })

describe('a profile', () => {
  it('asks every model everything once, and nothing a second time', async () => {
    const first = profilerStage({ placements: [small, large], exams: [fakeExam] })
    await first.run()
    expect(first.asked).toHaveLength(18)
    expect(new Set(first.asked).size).toBe(18)
    expect(first.evidence).toHaveLength(16)
    expect(first.profiler.isDue()).toBe(false)
    await first.run()
    expect(first.asked).toHaveLength(18)
    const second = profilerStage({
      ...{ placements: [small, large], exams: [fakeExam], kept: first.stored },
    })
    expect(second.profiler.isDue()).toBe(false)
    await second.run()
    expect(second.asked).toEqual([])
  })

  it('goes from model to model, loaded ones first, and then deepens', async () => {
    const { run, asked } = profilerStage({ placements: [large, small], probes: fakeProbes(3) })
    await run()
    const models = asked.map((text) => text.split(':')[0])
    const changes = models.filter((model, at) => model !== models[at - 1])
    expect(asked.slice(0, 32)).toEqual(
      [...asked.slice(0, 32)].toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 0)),
    )
    expect(changes).toHaveLength(4)
    expect(asked).toHaveLength(48)
  })

  it('asks one model of a machine at a time, and machines side by side', async () => {
    const running = new Map<string, number>()
    let together = 0
    const { run } = profilerStage({
      placements: [small, large, elsewhere],
      async answer({ placement: { backend } }) {
        running.set(backend, (running.get(backend) ?? 0) + 1)
        expect(running.get(backend)).toBe(1)
        together = Math.max(
          together,
          [...running.values()].reduce((sum, one) => sum + one, 0),
        )
        await sleep(2)
        running.set(backend, 0)
        return reply('right')
      },
    })
    await run()
    expect(together).toBe(2)
  })

  it('tells how far it is', async () => {
    const { run, steps } = profilerStage({ placements: [small] })
    await run()
    expect(steps[0]).toEqual([0, 8])
    expect(steps.at(-1)).toEqual([8, 8])
  })

  it('asks anew what was found before the job, when told to', async () => {
    const stage = profilerStage({ placements: [small] })
    await stage.run()
    stage.world.now = 2000
    await stage.run({ force: true, at: 1500 })
    expect(stage.asked).toHaveLength(16)
  })

  it('is due when there is another model, and asks no other', async () => {
    const stage = profilerStage({ placements: [small] })
    await stage.run()
    stage.world.placements = [small, elsewhere]
    expect(stage.profiler.isDue()).toBe(true)
    stage.asked.length = 0
    await stage.run()
    expect(stage.asked).toHaveLength(8)
    expect(stage.asked.every((text) => text.startsWith('c:3b'))).toBe(true)
  })

  it('asks anew when the model is another file, and forgets the old one', async () => {
    const stage = profilerStage({ placements: [small] })
    await stage.run()
    stage.world.placements = [{ ...small, digest: 'd2' }]
    expect(stage.profiler.isDue()).toBe(true)
    await stage.run()
    expect(stage.asked).toHaveLength(16)
    expect(stage.stored).toHaveLength(8)
  })

  it('tells two models that tie apart by more probes', async () => {
    const { run, asked } = profilerStage({
      ...{ placements: [small, placement('d:1b', { backend: 'two' })], probes: fakeProbes(12) },
    })
    await run()
    expect(asked).toHaveLength(2 * 8 * 12)
  })

  it('ends where it is cancelled', async () => {
    const stage = profilerStage({
      placements: [small],
      answer() {
        stage.control.abort(new Error('enough'))
        return reply('right')
      },
    })
    await expect(stage.run()).rejects.toThrow('enough')
    expect(stage.asked).toHaveLength(1)
  })
})

describe('users', () => {
  it('are made way for, and the question is asked again', async () => {
    let interrupted = 0
    const stage = profilerStage({
      placements: [small],
      async answer(_, signal) {
        if (stage.asked.length !== 2) return reply('right')
        stage.active.set('one', 1)
        stage.traffic.begun('one')
        if (!signal.aborted) throw new Error('It went on.')
        interrupted += 1
        setTimeout(() => stage.active.delete('one'), 100)
        throw signal.reason
      },
    })
    const began = performance.now()
    await stage.run()
    expect(interrupted).toBe(1)
    expect(stage.asked).toHaveLength(9)
    expect(performance.now() - began).toBeGreaterThan(90)
    expect(stage.problems).toEqual([])
  })
})

describe('models that misbehave', () => {
  const silent = new GatewayError('upstream_ttft_timeout', 'It sent nothing in time.')

  it('are given up after three questions, each asked twice, and not asked again the same day', async () => {
    const stage = profilerStage({
      placements: [small, large],
      answer({ placement: { model } }) {
        if (model === small.model) throw silent
        return reply('right')
      },
    })
    await stage.run()
    expect(stage.asked.filter((text) => text.startsWith(small.key))).toHaveLength(6)
    expect(valuesOf(stage.stored, small.key)['trouble']).toEqual({ failed: silent.message })
    expect(valuesOf(stage.stored, large.key)['probe:math-1']).toMatchObject({ right: true })
    expect(stage.evidence.every(({ model }) => model === large.model)).toBe(true)
    expect(stage.problems).toHaveLength(3)
    expect(stage.profiler.isDue()).toBe(false)
    stage.world.now += 90_000_000
    expect(stage.profiler.isDue()).toBe(true)
  })

  it('whose backend is gone are left alone, and nothing is held against them', async () => {
    const stage = profilerStage({
      placements: [small],
      answer() {
        throw new GatewayError('upstream_unreachable', 'Nobody is there.')
      },
    })
    await stage.run()
    expect(stage.stored).toEqual([])
    expect(stage.asked.length).toBeLessThan(5)
  })

  it('that answer nothing or nonsense are wrong', async () => {
    const stage = profilerStage({ placements: [small], answer: () => reply('') })
    await stage.run()
    expect(stage.evidence.map(({ y }) => y)).toEqual(Array.from({ length: 8 }, () => 0))
  })
})

describe('remote models', () => {
  const facts = { price: { value: { input: 1, output: 2 }, source: 'config' as const } }
  const cloud = placement('gpt-x', { backend: 'cloud', remote: true, facts })

  it('are not asked unless their backend says so', async () => {
    const stage = profilerStage({ placements: [cloud], maxCost: 10 })
    await stage.run()
    expect(stage.profiler.isDue()).toBe(false)
    expect(stage.asked).toEqual([])
  })

  it('are asked as long as the money lasts', async () => {
    const settings = { cloud: { profile: true } }
    const none = profilerStage({ placements: [cloud], settings })
    await none.run()
    expect(none.asked).toEqual([])
    const answer = () => reply('right', { usage: { input: 10_000, output: 5000 } })
    const some = profilerStage({ placements: [cloud], settings, maxCost: 0.045, answer })
    await some.run()
    expect(some.asked).toHaveLength(3)
    expect(some.problems.join()).toContain('profile.max_cost')
    await some.run()
    expect(some.asked).toHaveLength(3)
  })

  it('cost what they cost, however often they are asked, and as much as they may where nobody says', async () => {
    const settings = { cloud: { profile: true } }
    const stage = profilerStage({
      ...{ placements: [cloud], settings, maxCost: 0.01 },
      answer: () => reply('right', { usage: undefined }),
    })
    for (let at = 1; at <= 40; at++) {
      stage.world.now += 10
      await stage.run({ force: true, at: stage.world.now })
    }
    const most = 0.01 / ((30 * 1 + 10 * 2) / 1e6)
    expect(stage.asked.length).toBeGreaterThan(100)
    expect(stage.asked.length).toBeLessThan(2 * most)
    expect(stage.problems.at(-1)).toContain('profile.max_cost')
  })

  it('that embed cost too', async () => {
    const embedder = placement('embed-x', {
      ...{ backend: 'cloud', remote: true },
      facts: { ...facts, role: reported('embedding') },
    })
    const settings = { cloud: { profile: true } }
    const exam: Exam = {
      ...{ name: 'embedding', role: 'embedding', concerns: () => true },
      take: async ({ embed }) => ({ length: (await embed(['some text'])).vectors.length }),
    }
    const stage = (maxCost: number) =>
      profilerStage({ placements: [embedder], settings, exams: [exam], maxCost })
    const poor = stage(1e-9)
    await poor.run()
    expect(poor.problems.join()).toContain('profile.max_cost')
    const rich = stage(1)
    await rich.run()
    expect(rich.problems).toEqual([])
  })

  it('of unknown price are not asked', async () => {
    const settings = { cloud: { profile: true } }
    const unknown = placement('gpt-y', { backend: 'cloud', remote: true })
    const stage = profilerStage({ placements: [unknown], settings, maxCost: 5 })
    await stage.run()
    expect(stage.asked).toEqual([])
  })
})

describe('local models', () => {
  it('are not asked where their backend says no, where they are off the list, or without a role', async () => {
    const settings = { one: { profile: false } }
    const unlisted = placement('x:8b', { backend: 'two', routable: false })
    const other = placement('whisper', { backend: 'two', facts: { role: reported('other') } })
    const stage = profilerStage({ placements: [small, unlisted, other], settings })
    await stage.run()
    expect(stage.asked).toEqual([])
    await stage.run({ models: ['x:8b'] })
    expect(stage.asked).toHaveLength(8)
  })
})
