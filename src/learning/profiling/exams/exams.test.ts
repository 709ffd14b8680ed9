import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { textTokens } from '../../../analysis/tokens.ts'
import { GatewayError } from '../../../contracts/errors.ts'
import { placement, reported } from '../../../routing/fleet.fixture.ts'
import type { Reply } from '../../asking/asker.ts'
import type { Asking } from '../../asking/own-request.ts'
import { picture } from '../picture.ts'
import { reply } from '../profiler.fixture.ts'
import { context } from './context.ts'
import { embedding } from './embedding.ts'
import { calling, examineeOf } from './exams.fixture.ts'
import { exams } from './index.ts'
import { json } from './json.ts'
import { reasoning } from './reasoning.ts'
import { speed } from './speed.ts'
import { tools } from './tools.ts'
import { vision } from './vision.ts'

const rejected = new GatewayError('upstream_rejected', 'It does not support that.')
const broken = new GatewayError('upstream_error', 'It broke.')

function failing(error: GatewayError): () => never {
  return () => {
    throw error
  }
}

it('the list has every exam of the folder', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) =>
    /^[a-z-]+\.ts$/.test(name),
  )
  expect(files.filter((name) => name !== 'index.ts').toSorted()).toEqual(
    exams.map(({ name }) => `${name}.ts`).toSorted(),
  )
})

describe.each([tools, json, vision, reasoning])('the exam $name', (exam) => {
  it('finds that a backend refuses, and fails where the backend does', async () => {
    const refusing = examineeOf({ answer: failing(rejected) })
    expect(await exam.take(refusing.examinee)).toMatchObject({ works: false })
    await expect(exam.take(examineeOf({ answer: failing(broken) }).examinee)).rejects.toBe(broken)
  })

  it.each(['', 'Sure, I would love to help!', '{"city":', '🤖'.repeat(100)])(
    'finds that an answer like "%.20s" shows nothing',
    async (text) => {
      const { examinee } = examineeOf({ answer: () => text })
      expect(await exam.take(examinee)).toMatchObject({ works: false })
    },
  )
})

describe('the exam of tools', () => {
  const right = (text: string): Reply =>
    text.includes('Oslo')
      ? calling('get_temperature', '{"city":"Oslo, Norway","unit":"celsius"}')
      : calling('get_temperature', '{"city":"Lima","unit":"fahrenheit"}')

  it('is passed by the right call, at the second try if need be', async () => {
    const good = examineeOf({ answer: (_, text) => right(text) })
    expect(await tools.take(good.examinee)).toEqual({ works: true })
    expect(good.asked).toHaveLength(1)
    const slow = examineeOf({
      answer: (_, text) => (text.includes('Oslo') ? 'Cold.' : right(text)),
    })
    expect(await tools.take(slow.examinee)).toEqual({ works: true })
  })

  it.each([
    ['another tool', 'get_weather', '{"city":"Oslo","unit":"celsius"}'],
    ['another unit', 'get_temperature', '{"city":"Oslo","unit":"kelvin"}'],
    ['no JSON', 'get_temperature', 'city=Oslo'],
    ['no city', 'get_temperature', '{"unit":"celsius"}'],
    ['null', 'get_temperature', 'null'],
  ])('is failed by %s', async (_, name, args) => {
    const { examinee } = examineeOf({ answer: () => calling(name, args) })
    expect(await tools.take(examinee)).toEqual({ works: false })
  })

  it('is not set where the backend says that there are none', () => {
    const facts = { capabilities: { tools: reported(false) } }
    expect(tools.concerns(placement('some:8b', { facts }))).toBe(false)
    expect(tools.concerns(placement('some:8b'))).toBe(true)
  })
})

describe('the exam of JSON', () => {
  it.each([
    ['{"city":"Porto","bridges":6,"coastal":true}', true],
    ['```json\n{"city":"Porto","bridges":6,"coastal":true}\n```', false],
    ['{"city":"Porto","bridges":"six","coastal":true}', false],
    ['{"city":"Porto","bridges":6,"coastal":true,"more":1}', false],
  ])('%s', async (text, works) => {
    expect(await json.take(examineeOf({ answer: () => text }).examinee)).toEqual({ works })
  })
})

describe('the exam of vision', () => {
  const COLOURS = ['red', 'green', 'blue', 'yellow', 'black']

  it('is passed by who names every picture, and failed by who guesses', async () => {
    const pictures: string[] = []
    const look = ({ messages }: Asking): string => {
      const content = messages[0]?.content
      const image = Array.isArray(content)
        ? content.find(({ type }) => type === 'image')
        : undefined
      pictures.push(image?.url ?? '')
      return image?.url ?? ''
    }
    const seen = examineeOf({ answer: (asking) => `It is ${colourOf(look(asking))}.` })
    expect(await vision.take(seen.examinee)).toEqual({ works: true })
    expect(new Set(pictures).size).toBe(3)
    for (const colour of COLOURS) {
      const blind = examineeOf({ answer: () => colour })
      expect(await vision.take(blind.examinee)).toEqual({ works: false })
    }
    const all = examineeOf({ answer: () => COLOURS.join(' ') })
    expect(await vision.take(all.examinee)).toEqual({ works: false })
  })
})

function colourOf(url: string): string {
  return PICTURES.find(([, known]) => known === url)?.[0] ?? 'nothing'
}

const PICTURES = await Promise.all(
  (
    [
      ['red', [230, 20, 20]],
      ['green', [20, 160, 40]],
      ['blue', [20, 40, 220]],
      ['yellow', [250, 220, 20]],
      ['black', [0, 0, 0]],
    ] as const
  ).map(async ([name, rgb]) => [name, await picture(rgb)] as const),
)

it('the exam of vision is set again where sight was measured to be missing, and not where it is told to be', () => {
  const seeing = (source: 'measured' | 'reported' | 'inferred') => {
    const facts = { capabilities: { vision: { value: false, source } } }
    return vision.concerns(placement('some:8b', { facts }))
  }
  expect([seeing('measured'), seeing('reported'), seeing('inferred')]).toEqual([true, false, false])
})

describe('the exam of reasoning', () => {
  it.each([
    ['always', () => true, { works: true, byItself: true, switchable: false }],
    [
      'unless told not to',
      (level?: string) => level !== 'none',
      { works: true, byItself: true, switchable: true },
    ],
    [
      'when told to',
      (level?: string) => level === 'high',
      { works: true, byItself: false, switchable: true },
    ],
    ['never', () => false, { works: false, byItself: false, switchable: true }],
  ])('finds a model that thinks %s', async (_, thinks, found) => {
    const answer = ({ reasoning: level }: Asking): Reply => {
      const { choice } = reply('4')
      return reply('4', { choice: { ...choice, reasoning: thinks(level) ? 'Let me see' : '' } })
    }
    expect(await reasoning.take(examineeOf({ answer }).examinee)).toEqual(found)
  })
})

describe('the exam of speed', () => {
  /** 1,000 tokens a second read, 50 written, 30 ms for every call; the model takes 2 s to load. */
  function paced(named: boolean, cold = false) {
    let first = cold
    return examineeOf({
      placement: placement('some:8b', { loaded: !cold }),
      answer(asking, text) {
        const input = Math.round(textTokens([text]) * 1.3)
        const output = asking.sampling?.maxTokens ?? 1
        const load = first ? 2000 : 0
        first = false
        const read = load + 30 + input
        const timings = {
          ...{ loadMs: load, prefillMs: input, prefillTokens: input },
          ...{ decodeMs: output * 20, decodeTokens: output },
        }
        return reply('OK', {
          usage: { input, output },
          timings: named ? timings : undefined,
          firstContentMs: read,
          totalMs: read + 20 * (output - 1),
        })
      },
    }).examinee
  }

  it.each([true, false])('is told from several lengths, timings given: %s', async (named) => {
    const { prefillTps, decodeTps, loadSeconds, ttftMs } = Object(await speed.take(paced(named)))
    expect(prefillTps).toBeCloseTo(1000, 5)
    expect(decodeTps).toBeCloseTo(50, 5)
    expect(loadSeconds).toBeNull()
    expect(ttftMs).toBeGreaterThan(30)
  })

  it.each([true, false])('tells the time of a load, timings given: %s', async (named) => {
    const { loadSeconds } = Object(await speed.take(paced(named, true)))
    expect(loadSeconds).toBeGreaterThan(1.99)
    expect(loadSeconds).toBeLessThan(2.05)
  })

  it('does not make a slow machine read long prompts, nor a small context', async () => {
    const slow = examineeOf({
      answer: (_, text) =>
        reply('OK', { firstContentMs: 100 * textTokens([text]), totalMs: 1e6, usage: undefined }),
    })
    expect(await speed.take(slow.examinee)).toMatchObject({ prefillTps: null, decodeTps: null })
    expect(Math.max(...slow.asked.map((text) => textTokens([text])))).toBeLessThan(100)
    const facts = { servedContext: reported(1024) }
    const small = examineeOf({ placement: placement('some:8b', { facts }) })
    await speed.take(small.examinee)
    expect(Math.max(...small.asked.map((text) => textTokens([text])))).toBeLessThan(700)
  })
})

describe('the exam of context', () => {
  /** Reads only the last so many tokens, and says how many it read; each of ours counts as 1.2. */
  function forgetful(limit: number, more: { readonly counts?: boolean } = {}) {
    return (_: Asking, text: string): Reply => {
      const input = Math.round(textTokens([text]) * 1.2)
      const kept = input <= limit ? text : text.slice(-Math.floor((text.length * limit) / input))
      const found = [...kept.matchAll(/password is (\w+)\./g)].map(([, word]) => word)
      const usage = more.counts === false ? undefined : { input: Math.min(input, limit), output: 9 }
      return reply(found.join(' and '), { usage })
    }
  }
  const claims = (tokens: number) =>
    placement('some:8b', { facts: { servedContext: reported(tokens) } })
  const fast = { speed: { prefillTps: 1e6 } }

  it('finds nothing wrong with a claim that is true', async () => {
    const { examinee } = examineeOf({
      ...{ placement: claims(32_768), known: fast, answer: forgetful(32_768) },
    })
    expect(await context.take(examinee)).toMatchObject({ verified: 32_768, served: null })
  })

  it.each([4096, 8192])('finds %d tokens behind a claim of 128k', async (limit) => {
    const { examinee } = examineeOf({
      ...{ placement: claims(131_072), known: fast, answer: forgetful(limit) },
    })
    expect(await context.take(examinee)).toMatchObject({ verified: limit, served: limit })
  })

  it('takes a refusal for the limit', async () => {
    const answer = (_: Asking, text: string): Reply => {
      if (textTokens([text]) > 5000) throw new GatewayError('context_length_exceeded', 'Too long.')
      return forgetful(1e9)(_, text)
    }
    const { examinee } = examineeOf({ placement: claims(131_072), known: fast, answer })
    expect(await context.take(examinee)).toMatchObject({ verified: 4096, served: 4096 })
  })

  it('holds nothing against a model that reads all and finds nothing', async () => {
    const { examinee } = examineeOf({
      placement: claims(131_072),
      known: fast,
      answer: (_, text) => reply('Hm?', { usage: { input: textTokens([text]), output: 2 } }),
    })
    expect(await context.take(examinee)).toMatchObject({ verified: 0, served: null })
  })

  it('tries no more than the machine can read in time', async () => {
    const slow = { speed: { prefillTps: 200 } }
    const { examinee, asked } = examineeOf({
      ...{ placement: claims(131_072), known: slow, answer: forgetful(1e9) },
    })
    expect(await context.take(examinee)).toMatchObject({ verified: 2048, served: null })
    expect(asked).toHaveLength(1)
  })

  it('finds the limit again when it is taken again, whatever was measured before', async () => {
    const measured = { value: 4096, source: 'measured' as const }
    const known = placement('some:8b', {
      ...{ facts: { servedContext: measured }, reportedContext: 131_072 },
    })
    const { examinee } = examineeOf({ placement: known, known: fast, answer: forgetful(4096) })
    expect(await context.take(examinee)).toEqual({
      verified: 4096,
      reported: 131_072,
      served: 4096,
    })
  })
})

describe('the exam of embeddings', () => {
  it('tells the length, the meaning and the pace', async () => {
    const { examinee } = examineeOf({
      embed: (texts) => ({
        vectors: texts.map((text) => (/cat|kitten/i.test(text) ? [1, 0.1, 0] : [0, 0.1, 1])),
        ...{ tokens: 500, totalMs: 50 },
      }),
    })
    expect(await embedding.take(examinee)).toEqual({ length: 3, works: true, prefillTps: 10_000 })
  })

  it('finds vectors that say nothing', async () => {
    expect(await embedding.take(examineeOf({}).examinee)).toMatchObject({ works: false })
    const none = examineeOf({ embed: () => ({ vectors: [], tokens: 0, totalMs: 1 }) })
    await expect(embedding.take(none.examinee)).rejects.toThrow('There is no vector.')
  })
})
