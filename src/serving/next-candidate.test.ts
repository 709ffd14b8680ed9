import { describe, expect, it } from 'vitest'
import { type FailureCode, GatewayError } from '../contracts/errors.ts'
import type { Candidate } from '../contracts/routing.ts'
import { beliesCatalog, nextCandidate, type Progress } from './next-candidate.ts'

interface Traits {
  readonly context?: number
  readonly raiseContext?: number
}

function candidate(key: string, { context, raiseContext }: Traits = {}): Candidate {
  const [model = '', backend = ''] = key.split('@')
  const servedContext =
    context === undefined ? {} : { servedContext: { value: context, source: 'reported' as const } }
  return {
    placement: {
      key,
      model,
      backend,
      nativeId: model,
      remote: false,
      routable: true,
      loaded: true,
      up: true,
      facts: { capabilities: {}, ...servedContext },
    },
    raiseContext,
    reason: 'a test',
  }
}

function next(code: FailureCode, progress: Partial<Progress>): string | undefined {
  const error = new GatewayError(code, 'failed')
  const all = { candidates: [], tried: [], sent: 1, error, affordable: () => true, ...progress }
  return nextCandidate(all)?.placement.key
}

const a = candidate('large@a')
const otherOfA = candidate('small@a')
const b = candidate('large@b')
const candidates = [a, otherOfA, b]

describe('who is tried next', () => {
  it.each<[FailureCode, string | undefined]>([
    ['upstream_error', 'small@a'],
    ['upstream_rate_limited', 'small@a'],
    ['upstream_overloaded', 'small@a'],
    ['upstream_invalid_response', 'small@a'],
    ['upstream_ttft_timeout', 'small@a'],
    ['model_not_found', 'small@a'],
    ['overloaded', 'small@a'],
    ['upstream_unreachable', 'large@b'],
    ['upstream_auth_failed', 'large@b'],
    ['upstream_rejected', undefined],
    ['invalid_request', undefined],
    ['deadline_exceeded', undefined],
    ['upstream_too_large', undefined],
    ['client_left', undefined],
    ['internal_error', undefined],
  ])('after %s: %s', (code, key) => {
    expect(next(code, { candidates, tried: [a] })).toBe(key)
  })

  it('is nobody once two were sent, whatever failed', () => {
    expect(next('upstream_error', { candidates, tried: [a, otherOfA], sent: 2 })).toBeUndefined()
    expect(next('upstream_unreachable', { candidates, tried: [a], sent: 2 })).toBeUndefined()
  })

  it('is anybody left, as long as nothing was sent', () => {
    const many = ['a', 'b', 'c', 'd'].map((backend) => candidate(`m@${backend}`))
    expect(
      next('upstream_unreachable', { candidates: many, tried: many.slice(0, 3), sent: 0 }),
    ).toBe('m@d')
  })

  it('is nobody when all were tried', () => {
    expect(next('upstream_error', { candidates, tried: candidates })).toBeUndefined()
  })
})

describe('retries', () => {
  const tried = [a]

  it('are sent where they are still granted', () => {
    const affordable = (backend: string): boolean => backend === 'b'
    expect(next('upstream_error', { candidates, tried, affordable })).toBe('large@b')
    const never = (): boolean => false
    expect(next('upstream_error', { candidates, tried, affordable: never })).toBeUndefined()
  })

  it('need no grant when nothing was sent, and take none', () => {
    const affordable = (): boolean => {
      throw new Error('No retry must be taken.')
    }
    const progress = { candidates, tried, sent: 0, affordable }
    expect(next('upstream_unreachable', progress)).toBe('large@b')
  })
})

describe('a context that was too small', () => {
  it.each<[string, Traits, Traits, boolean]>([
    ['a larger one', { context: 4096 }, { context: 8192 }, true],
    ['the same', { context: 4096 }, { context: 4096 }, false],
    ['a smaller one', { context: 4096 }, { context: 2048 }, false],
    ['an unknown one', { context: 4096 }, {}, true],
    ['any other, itself unknown', {}, { context: 8192 }, false],
    ['one that is raised', { context: 4096 }, { context: 2048, raiseContext: 8192 }, true],
  ])('goes on to %s or not', (_, small, large, fits) => {
    const [failed, other] = [candidate('m@a', small), candidate('m@b', large)]
    const code = 'context_length_exceeded'
    const key = next(code, { candidates: [failed, other], tried: [failed] })
    expect(key).toBe(fits ? 'm@b' : undefined)
  })
})

describe('a connection that had gone stale', () => {
  const error = new GatewayError('upstream_error', 'closed', { stale: true })

  it('lets the same backend be asked again, once, when there is nobody else', () => {
    expect(next('upstream_error', { error, candidates: [a], tried: [a] })).toBe('large@a')
    expect(next('upstream_error', { error, candidates, tried: [a] })).toBe('small@a')
    expect(next('upstream_error', { error, candidates: [a], tried: [a, a] })).toBeUndefined()
    expect(next('upstream_error', { error, candidates: [a], tried: [a], sent: 2 })).toBeUndefined()
  })
})

it('tells the failures that show the catalog to be wrong', () => {
  const belies = (code: FailureCode): boolean => beliesCatalog(new GatewayError(code, ''))
  expect(belies('upstream_unreachable')).toBe(true)
  expect(belies('model_not_found')).toBe(true)
  expect(belies('upstream_error')).toBe(false)
})
