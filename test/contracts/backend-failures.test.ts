import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { backendKinds } from '../../src/backends/index.ts'
import type { Backend } from '../../src/contracts/backend.ts'
import type { FailureCode } from '../../src/contracts/errors.ts'
import { GatewayError } from '../../src/contracts/errors.ts'
import type { Placement } from '../../src/contracts/model.ts'
import type { Fault } from '../../src/demo/engine/fault.ts'
import { openaiEmbeddings } from '../../src/dialects/openai-embeddings.ts'
import {
  connectedStage,
  embeds,
  type SimulatedStage,
  simulatedStage,
} from '../support/backend-stage.ts'
import { chatCallOf, type HeardCall, hear, textOf } from '../support/heard-call.ts'
import { scriptedServer } from '../support/scripted-server.ts'
import { eventually } from '../support/simulators.ts'

const never = new AbortController().signal
/** Port 9 is nobody's on a machine that tests run on. */
const NOBODY = 'http://127.0.0.1:9'

const refused: readonly (readonly [Partial<Fault>, FailureCode])[] = [
  [{ status: 400 }, 'upstream_rejected'],
  [{ status: 422 }, 'upstream_rejected'],
  [{ status: 401 }, 'upstream_auth_failed'],
  [{ status: 403 }, 'upstream_auth_failed'],
  [{ status: 429 }, 'upstream_rate_limited'],
  [{ status: 500 }, 'upstream_error'],
  [{ status: 502 }, 'upstream_error'],
  [{ status: 503 }, 'upstream_error'],
  [{ status: 503, message: 'server busy, please try again' }, 'upstream_overloaded'],
  [{ status: 503, headers: { 'retry-after': '3' } }, 'upstream_overloaded'],
  [{ status: 302, headers: { location: NOBODY } }, 'upstream_invalid_response'],
]

/** Whatever goes wrong at a server has the same name, whichever kind it is of, and is told once. */
describe.each(backendKinds)('a backend of kind $kind', (kind) => {
  let stage: SimulatedStage
  let backend: Backend
  let plain: Placement
  let slow: Placement
  let vectors: Placement

  beforeAll(async () => {
    stage = await simulatedStage(kind)
    backend = stage.backend
    plain = await stage.placement('plain:1b')
    slow = await stage.placement('slow:1b')
    if (embeds(kind)) vectors = await stage.placement('vectors:1b')
  })
  beforeEach(() => stage.simulator.control({ fail: null, speed: 1 }))
  afterAll(() => stage?.stop())

  const say = (content: string) => ({ messages: [{ role: 'user', content }] })
  const fail = (fault: Fault) => stage.simulator.control({ fail: fault })
  const embed = (placement: Placement, body: object = { input: 'a' }) => {
    const request = openaiEmbeddings.decodeRequest(Buffer.from(JSON.stringify(body)))
    return backend.embed({ request, placement }, never)
  }
  const failureOf = async (work: Promise<unknown>): Promise<GatewayError> => {
    const thrown: unknown = await work.then(
      () => undefined,
      (error) => error,
    )
    expect(thrown).toBeInstanceOf(GatewayError)
    return thrown as GatewayError
  }

  function expectFailure(heard: HeardCall, code: FailureCode): void {
    expect(heard.errors.map((error) => error.code)).toEqual([code])
    expect(heard.errors[0]?.details.backend).toBe('attic')
    expect(heard.told.filter((type) => type === 'end' || type === 'error')).toEqual(['error'])
    expect(heard.told.at(-1)).toBe('error')
  }

  describe.each([true, false])('a chat with stream: %s', (stream) => {
    const chat = (placement: Placement, content: string) =>
      hear(backend, chatCallOf(placement, { ...say(content), stream }))

    it.each(refused)('that is answered %j fails as %s', async (fault, code) => {
      await fail({ mode: 'status', message: 'simulated words', ...fault })
      const heard = chat(plain, 'Hello')
      await heard.over
      expectFailure(heard, code)
      expect(heard.told).toEqual(['sent', 'error'])
    })

    it('hands on how long it is to be left alone', async () => {
      await fail({ mode: 'status', status: 429, headers: { 'retry-after': '7' } })
      const heard = chat(plain, 'Hello')
      await heard.over
      expect(heard.errors[0]?.details.retryAfterMs).toBe(7_000)
    })

    it('for a model that is not there fails as model_not_found', async () => {
      const heard = chat({ ...plain, nativeId: 'nobody:1b' }, 'Hello')
      await heard.over
      expectFailure(heard, 'model_not_found')
    })

    it('that does not fit fails as context_length_exceeded, and is never cut', async () => {
      const heard = chat(plain, 'word '.repeat(5_000))
      await heard.over
      expectFailure(heard, 'context_length_exceeded')
    })

    it('that is answered with garbage brings no answer', async () => {
      await fail({ mode: 'garbage' })
      const heard = chat(plain, 'Hello')
      await heard.over
      const codes = heard.errors.map(({ code }) => code)
      expect([[], ['upstream_invalid_response']]).toContainEqual(codes)
      if (!stream) expect(codes).toHaveLength(1)
      for (const told of ['text-delta', 'finish', 'answer']) expect(heard.told).not.toContain(told)
    })

    it('that is broken off fails, and worse if it had said how long it would be', async () => {
      await fail({ mode: 'cut_mid_stream', after: 2 })
      const heard = chat(plain, '[[tokens:9]]')
      await heard.over
      expectFailure(heard, heard.call.stream ? 'upstream_error' : 'upstream_invalid_response')
      if (stream) expect(textOf(heard)).toBe('word1 word2')
    })

    it('that fails on its way says so after what had come', async () => {
      await fail({ mode: 'error_mid_stream', after: 2, message: 'out of memory' })
      const heard = chat(plain, '[[tokens:9]]')
      await heard.over
      expectFailure(heard, 'upstream_error')
      expect(heard.errors[0]?.message).toContain('out of memory')
      expect(heard.told).not.toContain('finish')
      if (stream) expect(textOf(heard)).toBe('word1 word2')
    })

    it('to nobody fails as upstream_unreachable, unsent', async () => {
      const nowhere = connectedStage(kind, NOBODY)
      const heard = hear(nowhere.backend, chatCallOf(plain, { ...say('Hello'), stream }))
      await heard.over
      expectFailure(heard, 'upstream_unreachable')
      expect(heard.told).toEqual(['error'])
      expect(heard.errors[0]?.message).not.toContain('127.0.0.1')
      await nowhere.stop()
    })

    it('that is given up stops the server, and the listener hears no more', async () => {
      const { cancelled } = await stage.simulator.stats()
      const heard = chat(slow, '[[tokens:2000]]')
      if (heard.call.stream) await heard.text
      else await eventually(stage.simulator, ({ open }) => open === 1)
      heard.call.abort()
      const before = [...heard.told]
      const after = await eventually(stage.simulator, ({ open }) => open === 0)
      expect(after.cancelled).toHaveLength(cancelled.length + 1)
      heard.call.abort()
      heard.call.pause()
      heard.call.resume()
      expect(heard.told).toEqual(before)
      expect(before).not.toContain('end')
    })

    it('that is given up before any answer stops the server too', async () => {
      const { cancelled } = await stage.simulator.stats()
      await fail({ mode: 'hang_before_headers' })
      const heard = chat(plain, 'Hello')
      await eventually(stage.simulator, ({ open }) => open === 1)
      heard.call.abort()
      const after = await eventually(stage.simulator, ({ open }) => open === 0)
      expect(after.cancelled).toHaveLength(cancelled.length + 1)
      expect(heard.told).toEqual(['sent'])
    })

    it('that is given up at once is never heard of', async () => {
      const nobodyYet = connectedStage(kind, stage.url)
      const heard = hear(nobodyYet.backend, chatCallOf(plain, { ...say('Hello'), stream }))
      heard.call.abort()
      const next = hear(nobodyYet.backend, chatCallOf(plain, { ...say('Hello'), stream }))
      await next.over
      expect(next.told.at(-1)).toBe('end')
      expect(heard.told).toEqual([])
      await nobodyYet.stop()
    })
  })

  it('tells a stream without a finish as one: it ends, and no event says that it is whole', async () => {
    await fail({ mode: 'no_finish' })
    const heard = hear(backend, chatCallOf(plain, { ...say('[[say:half an]]'), stream: true }))
    await heard.over
    expect(textOf(heard)).toBe('half an')
    expect(heard.told.at(-1)).toBe('end')
    expect(heard.told).not.toContain('finish')
  })

  describe.runIf(embeds(kind))('embeddings', () => {
    it.each(refused)('that are answered %j fail as %s', async (fault, code) => {
      await fail({ mode: 'status', message: 'simulated words', ...fault })
      const error = await failureOf(embed(vectors))
      expect([error.code, error.details.backend]).toEqual([code, 'attic'])
    })

    it.each(['garbage', 'cut_mid_stream'] as const)('that end in %s fail', async (mode) => {
      await fail({ mode })
      expect((await failureOf(embed(vectors))).code).toBe('upstream_invalid_response')
    })

    it('of a model that is not there fail as model_not_found', async () => {
      const error = await failureOf(embed({ ...vectors, nativeId: 'nobody:1b' }))
      expect(error.code).toBe('model_not_found')
    })

    it('are never cut: what does not fit is refused, or taken whole', async () => {
      const fits = embed(vectors, { input: 'word '.repeat(5_000).trim() })
      const outcome = await fits.then(
        ({ inputTokens }) => inputTokens,
        ({ code }) => code,
      )
      expect([5_000, 'context_length_exceeded']).toContain(outcome)
    })

    it('of nobody fail as upstream_unreachable', async () => {
      const nowhere = connectedStage(kind, NOBODY)
      const request = openaiEmbeddings.decodeRequest(Buffer.from('{"input":"a"}'))
      const error = await failureOf(nowhere.backend.embed({ request, placement: vectors }, never))
      expect(error).toMatchObject({ code: 'upstream_unreachable', details: { backend: 'attic' } })
      await nowhere.stop()
    })
  })

  describe('a look', () => {
    it('at nobody fails as upstream_unreachable', async () => {
      const nowhere = connectedStage(kind, NOBODY)
      const error = await failureOf(nowhere.backend.look(never))
      expect(error).toMatchObject({ code: 'upstream_unreachable', details: { backend: 'attic' } })
      await nowhere.stop()
    })

    it('at a server that fails is a failure, not an empty list', async () => {
      for (const path of ['/api/tags', '/models', '/v1/models']) {
        await fail({ mode: 'status', status: 500, path })
        const looked = backend.look(never)
        if (await looked.then(isWhole, () => true)) continue
        expect.fail(`it found nothing when ${path} failed`)
      }
    })
  })

  it('takes no other answer for a list of models', async () => {
    const lists = ['/models', '/v1/models', '/v1/models?limit=1000', '/api/tags']
    const paths = ['/health', '/props', '/api/version', ...lists]
    const stranger = await scriptedServer(Object.fromEntries(paths.map((path) => [path, {}])))
    const wrong = connectedStage(kind, stranger.url)
    const error = await failureOf(wrong.backend.look(never))
    expect(error).toMatchObject({
      code: 'upstream_invalid_response',
      details: { backend: 'attic' },
    })
    await wrong.stop()
    await stranger.close()
  })

  it('closes its connections, used or not, and then reaches nobody', async () => {
    const other = connectedStage(kind, stage.url)
    await hear(other.backend, chatCallOf(plain, say('Hello'))).over
    await other.stop()
    const heard = hear(other.backend, chatCallOf(plain, say('Hello')))
    await heard.over
    expectFailure(heard, 'upstream_unreachable')
    await failureOf(other.backend.look(never))
  })
})

function isWhole({ models }: { readonly models: readonly unknown[] }): boolean {
  return models.length > 0
}
