import { describe, expect, it } from 'vitest'
import type { Placement } from '../contracts/model.ts'
import type { LiveState, Plan } from '../contracts/routing.ts'
import { planEmbedding } from './embedding-plan.ts'
import { catalogOf, liveOf, placement, reported } from './fleet.fixture.ts'
import { resolve } from './resolve.ts'

const NAMES = { external: 'smarterrouter/main', aliases: [] }

interface Given {
  readonly model?: string
  readonly defaultModel?: string
  readonly live?: LiveState
}

function embed(id: string, length: number, rest: Partial<Placement> = {}): Placement {
  const { facts } = placement(id, {
    facts: { role: reported('embedding'), embeddingLength: reported(length) },
  })
  return placement(id, { ...rest, facts })
}

function plan(
  fleet: readonly Placement[],
  { model, defaultModel, live = liveOf() }: Given = {},
): Plan {
  const catalog = catalogOf(fleet)
  return planEmbedding({ target: resolve(model, catalog, NAMES), catalog, live, defaultModel })
}

function keys({ candidates }: Plan): string[] {
  return candidates.map((one) => one.placement.key)
}

const CHAT = placement('llama3.1:8b', { facts: { role: reported('chat') } })
const SHORT = embed('nomic-embed-text', 768)
const LONG = embed('qwen3-embedding', 1024, { loaded: false })

describe('planEmbedding', () => {
  it('chooses the best embedding model, whatever is loaded at the moment', () => {
    expect(keys(plan([CHAT, SHORT, LONG]))).toEqual(['qwen3-embedding@home'])
    expect(keys(plan([CHAT, SHORT, { ...LONG, up: false }]))).toEqual(['nomic-embed-text@home'])
    expect(keys(plan([SHORT, { ...LONG, routable: false }]))).toEqual(['nomic-embed-text@home'])
  })

  it('offers one model only, loaded and idle placements first', () => {
    const fleet = ['a', 'b', 'c', 'd'].map((backend) =>
      embed('bge-m3', 1024, { backend, loaded: backend !== 'a' }),
    )
    const live = liveOf({ 'bge-m3@b': { open: true }, 'bge-m3@c': { busy: 3 } })
    expect(keys(plan([SHORT, ...fleet], { live }))).toEqual([
      'bge-m3@d',
      'bge-m3@c',
      'bge-m3@a',
      'bge-m3@b',
    ])
  })

  it('uses the configured model, and no other in its place', () => {
    expect(keys(plan([SHORT, LONG], { defaultModel: 'nomic-embed-text:latest' }))).toEqual([
      'nomic-embed-text@home',
    ])
    const missing = plan([SHORT], { defaultModel: 'absent' })
    expect(missing.candidates).toEqual([])
    expect(missing.error).toMatchObject({ code: 'no_capable_model' })
    expect(missing.error?.message).toContain('"absent"')
    const down = plan([{ ...SHORT, up: false }, LONG], { defaultModel: 'nomic-embed-text' })
    expect(down.error?.code).toBe('no_backends')
  })

  it('takes a model by name unless it is known not to embed', () => {
    expect(keys(plan([SHORT, LONG], { model: 'nomic-embed-text' }))).toEqual([
      'nomic-embed-text@home',
    ])
    expect(keys(plan([placement('opaque')], { model: 'opaque' }))).toEqual(['opaque@home'])
    const refused = plan([CHAT], { model: 'llama3.1:8b' })
    expect(refused.error?.message).toBe('"llama3.1:8b" is not an embedding model.')
    expect(refused.mode).toBe('pinned')
  })

  it('says when there is none', () => {
    expect(plan([CHAT]).error).toMatchObject({ code: 'no_capable_model', status: 400 })
    expect(plan([]).error).toMatchObject({ code: 'no_capable_model' })
    expect(plan([SHORT], { model: 'nomic-embed-txt' }).error?.code).toBe('model_not_found')
  })
})
