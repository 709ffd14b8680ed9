import { describe, expect, it } from 'vitest'
import { backendSettings } from '../test/support/backend-settings.ts'
import type { BackendState, Catalog } from './contracts/model.ts'
import { connect, summaryOf } from './wiring.ts'

describe('connect', () => {
  it('keeps a backend whose settings are as they were, and makes the others anew', async () => {
    const [same, changed] = ['same', 'changed'].map((name) =>
      backendSettings('http://127.0.0.1:1', { name, kind: 'openai' }),
    ) as [ReturnType<typeof backendSettings>, ReturnType<typeof backendSettings>]
    const before = connect([same, changed])
    const after = connect([{ ...same }, { ...changed, concurrency: 2 }], before)
    expect(after.get('same')).toBe(before.get('same'))
    expect(after.get('changed')).not.toBe(before.get('changed'))
    await Promise.all([...before.values(), ...after.values()].map((backend) => backend.close()))
  })
})

it('summaryOf tells what is wrong with which backend, and nothing of loads', () => {
  const state = (name: string, more: Partial<BackendState>): BackendState => ({
    ...{ name, kind: 'openai', url: 'http://a', remote: false, up: true, models: 0 },
    ...more,
  })
  const backends = [
    state('well', {}),
    state('odd', { problem: 'its /metrics cannot be read' }),
    state('gone', { up: false }),
  ]
  const catalog: Catalog = { revision: 3, models: new Map(), backends, lookedAt: 5 }
  expect(summaryOf(catalog)).toEqual({
    models: 0,
    backends: 3,
    problems: ['odd: up, but its /metrics cannot be read', 'gone: no answer'],
  })
})
