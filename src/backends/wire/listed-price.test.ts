import { expect, it } from 'vitest'
import { listedPrice } from './listed-price.ts'
import { openaiFacts, readOpenaiModels } from './openai-models.ts'

it.each([
  [
    { prompt: '0.0000008', completion: '0.000004', input_cache_read: '0.00000008' },
    { input: 0.8, output: 4, cachedInput: 0.08 },
  ],
  [
    { prompt: '0.000003', completion: '0.000015', request: '0' },
    { input: 3, output: 15 },
  ],
  [
    { prompt: '0', completion: '0' },
    { input: 0, output: 0 },
  ],
])('reads %j', (pricing, price) => {
  expect(listedPrice(pricing)).toStrictEqual(price)
})

it.each([
  [undefined],
  [{}],
  [{ prompt: '0.000003' }],
  [{ completion: '0.000003' }],
  [{ prompt: '-1', completion: '-1' }],
  [{ prompt: ' ', completion: ' ' }],
  [{ prompt: 'free', completion: 'free' }],
  [{ prompt: '0.2', completion: '0.8' }],
  [{ prompt: '0.000003', completion: '0.000015', request: '0.005' }],
])('knows no price from %j', (pricing) => {
  expect(listedPrice(pricing)).toBeUndefined()
})

it.each([
  [
    { prompt: '0.000003', completion: '0.000015' },
    { input: 3, output: 15 },
  ],
  [{ prompt: 0.2, completion: 0.8 }, undefined],
  ['cheap', undefined],
  [undefined, undefined],
])('%j in a list is reported, and spoils nothing', (pricing, value) => {
  const model = readOpenaiModels({ data: [{ id: 'a/b', context_length: 9, pricing }] })?.get('a/b')
  const facts = model && openaiFacts(model)
  expect(facts?.servedContext?.value).toBe(9)
  expect(facts?.price).toEqual(value && { value, source: 'reported' })
})
