import { expect, it } from 'vitest'
import type { ReportedModel } from '../contracts/model.ts'
import { withPrice } from './with-price.ts'

const AT = Date.UTC(2026, 8, 20)
const OFFER = { remote: true, url: 'https://llm.example.com', at: AT }
const MODEL: ReportedModel = { id: 'gpt-4', nativeId: 'gpt-4', facts: { capabilities: {} } }
const INFERRED = { value: { input: 30, output: 60 }, source: 'inferred' }
const REPORTED = { value: { input: 1, output: 2 }, source: 'reported' } as const
const LISTED: ReportedModel = { ...MODEL, facts: { price: REPORTED, capabilities: {} } }

it('takes a public price where none is reported', () => {
  expect(withPrice(MODEL, OFFER)).toStrictEqual({ price: INFERRED, capabilities: {} })
  expect(withPrice(LISTED, OFFER)).toStrictEqual(LISTED.facts)
})

it('has none for a local model, whatever is reported', () => {
  const local = { ...OFFER, remote: false }
  expect(withPrice(MODEL, local)).toStrictEqual({ capabilities: {} })
  expect(withPrice(LISTED, local)).toStrictEqual({ capabilities: {} })
})

it.each<[string, Partial<ReportedModel>]>([
  ['a digest', { digest: 'x' }],
  ['a size', { sizeBytes: 1 }],
  ['that it is not loaded', { loaded: false }],
  ['a load', { load: { value: { running: 0, waiting: 0, at: 1 }, source: 'reported' } }],
])('has none for a name on a server that knows of it %s', (_, more) => {
  expect(withPrice({ ...MODEL, ...more }, OFFER)).toStrictEqual({ capabilities: {} })
})

it('asks by the id that the backend hears, at its address without a password', () => {
  const mine = { ...MODEL, id: 'mine', nativeId: 'anthropic/claude-sonnet-4.5' }
  const url = 'https://me:secret@openrouter.ai/api'
  expect(withPrice(mine, { ...OFFER, url }).price?.value).toMatchObject({ input: 3, output: 15 })
  expect(withPrice({ ...MODEL, nativeId: 'x/y:free' }, { ...OFFER, url }).price?.value).toEqual({
    input: 0,
    output: 0,
  })
})
