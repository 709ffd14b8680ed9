import { describe, expect, it } from 'vitest'
import { publicPrice } from './prices.ts'

const AT = Date.UTC(2026, 8, 20)
const URLS = {
  anthropic: 'https://api.anthropic.com',
  azure: 'https://mine.openai.azure.com/openai',
  deepseek: 'https://api.deepseek.com',
  gateway: 'https://llm.example.com',
  google: 'https://generativelanguage.googleapis.com/v1beta/openai',
  groq: 'https://api.groq.com/openai',
  mistral: 'https://api.mistral.ai',
  openai: 'https://api.openai.com',
  openrouter: 'https://openrouter.ai/api',
  perplexity: 'https://api.perplexity.ai',
  together: 'https://api.together.xyz',
  xai: 'https://api.x.ai',
} as const

function priceAt(seller: keyof typeof URLS, id: string, more = {}): unknown {
  const price = publicPrice({ id, url: URLS[seller], ownWeights: false, at: AT, ...more })
  return price && [price.input, price.output]
}

type Seller = keyof typeof URLS

describe('a name that is priced', () => {
  it.each<[Seller, string, number, number]>([
    ['openai', 'gpt-4o', 2.5, 10],
    ['openai', 'GPT-4o', 2.5, 10],
    ['openai', 'gpt-4o-2024-08-06', 2.5, 10],
    ['openai', 'gpt-4o-2024-05-13', 5, 15],
    ['openai', 'gpt-4o-mini', 0.15, 0.6],
    ['openai', 'gpt-4', 30, 60],
    ['openai', 'gpt-5-2025-08-07', 1.25, 10],
    ['openai', 'gpt-5-nano-2025-08-07', 0.05, 0.4],
    ['openai', 'gpt-3.5-turbo-instruct-0914', 1.5, 2],
    ['openai', 'gpt-4.5-preview-2025-02-27', 75, 150],
    ['openai', 'o3', 2, 8],
    ['openai', 'o4-mini-2025-04-16', 1.1, 4.4],
    ['openai', 'text-embedding-3-small', 0.02, 0],
    ['anthropic', 'claude-sonnet-4-5-20250929', 3, 15],
    ['anthropic', 'claude-sonnet-4-20250514', 3, 15],
    ['anthropic', 'claude-3-5-haiku-latest', 0.8, 4],
    ['anthropic', 'claude-opus-4-1-20250805', 15, 75],
    ['anthropic', 'claude-opus-4-5', 5, 25],
    ['google', 'models/gemini-2.5-pro', 1.25, 10],
    ['google', 'google/gemini-2.5-flash', 0.3, 2.5],
    ['google', 'gemini-2.5-pro-preview-06-05', 1.25, 10],
    ['google', 'gemini-2.0-flash-001', 0.1, 0.4],
    ['google', 'gemini-2.0-flash-lite-001', 0.075, 0.3],
    ['openrouter', 'anthropic/claude-sonnet-4.5', 3, 15],
    ['openrouter', 'openai/gpt-4o', 2.5, 10],
    ['openrouter', 'deepseek/deepseek-r1:free', 0, 0],
    ['openrouter', 'new/model:free', 0, 0],
    ['groq', 'llama-3.3-70b-versatile', 0.59, 0.79],
    ['together', 'meta-llama/Llama-3.3-70B-Instruct-Turbo', 0.88, 0.88],
    ['mistral', 'mistral-large-2411', 2, 6],
    ['azure', 'gpt-4o', 2.5, 10],
    ['xai', 'grok-4-0709', 3, 15],
    ['gateway', 'gpt-4o', 2.5, 10],
    ['gateway', 'openai/gpt-4o-mini', 0.15, 0.6],
    ['gateway', 'anthropic/claude-sonnet-4.5', 3, 15],
    ['gateway', 'claude-sonnet-4-5-20250929', 3, 15],
    ['gateway', 'gemini/gemini-2.5-flash', 0.3, 2.5],
    ['gateway', 'x-ai/grok-4', 3, 15],
    ['gateway', 'openrouter/deepseek/deepseek-r1:free', 0, 0],
    ['gateway', 'openrouter/anthropic/claude-sonnet-4.5', 3, 15],
  ])('at %s: %s', (seller, id, input, output) => {
    expect(priceAt(seller, id)).toEqual([input, output])
  })
})

describe('a name that only looks like one that is priced', () => {
  it.each<[Seller, string]>([
    ['openai', 'gpt-4-clone'],
    ['openai', 'gpt-4o-mini-mine'],
    ['openai', 'gpt-5-nano-mine'],
    ['openai', 'my-gpt-4o'],
    ['openai', 'gpt-6-2030-01-01'],
    ['anthropic', 'claude-sonnet-4-5-mini'],
    ['anthropic', 'claude-sonnet-5-7'],
    ['anthropic', 'claude-opus-4-9'],
    ['anthropic', 'not-claude-3-opus'],
    ['google', 'gemini-1.5-flash-8b'],
    ['google', 'gemini-2.5-pro-distill'],
    ['openrouter', 'nobody/knows'],
    ['openrouter', 'openrouter/auto'],
    ['openrouter', 'anthropic/claude-sonnet-4.5:nitro'],
    ['azure', 'my-deployment'],
    ['xai', 'grok-9'],
    ['gateway', 'gpt-4-clone'],
    ['gateway', 'my-gpt-4o'],
    ['gateway', 'gpt-4o-distill'],
    ['gateway', 'gpt-4:latest'],
    ['gateway', 'claude-3-opus-distilled'],
    ['gateway', 'someone/claude-3-opus-20240229'],
    ['gateway', 'gemini-2.5-pro-local'],
    ['gateway', 'someone/model:free'],
  ])('at %s: %s', (seller, id) => {
    expect(priceAt(seller, id)).toBeUndefined()
  })
})

describe('nobody knows', () => {
  it.each<[string, Seller, string]>([
    ['what open weights cost on a server of unknown owner', 'gateway', 'gpt-oss-120b'],
    ['that, with their maker before the name', 'gateway', 'openai/gpt-oss-20b'],
    ['that, of other makers', 'gateway', 'google/gemma-3-27b-it'],
    ['that, where the maker sells them too', 'gateway', 'deepseek-chat'],
    ['that, where the maker once did', 'gateway', 'grok-2'],
    ['that, by a name of Ollama', 'gateway', 'llama3.1:8b'],
    ['what the table leaves empty', 'google', 'gemma-3-27b-it'],
    ['the tokens of what is paid by the hour', 'openai', 'whisper-1'],
    ['the tokens of what is paid by the request too', 'perplexity', 'sonar'],
  ])('%s', (_, seller, id) => {
    expect(priceAt(seller, id)).toBeUndefined()
  })

  it('what a server runs itself, whatever it calls it', () => {
    expect(priceAt('gateway', 'gpt-4', { ownWeights: false })).toEqual([30, 60])
    expect(priceAt('gateway', 'gpt-4', { ownWeights: true })).toBeUndefined()
    expect(priceAt('openai', 'gpt-4', { ownWeights: true })).toEqual([30, 60])
  })
})

it('is the price of the day', () => {
  const before = { at: Date.UTC(2025, 5, 9) }
  expect(priceAt('openai', 'o3', before)).toEqual([10, 40])
  expect(priceAt('openai', 'o3')).toEqual([2, 8])
})

it('is that of the dearest hour, whatever the hour', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => AT + hour * 3_600_000)
  const prices = hours.map((at) => priceAt('deepseek', 'deepseek-chat', { at }))
  expect(prices).toEqual(hours.map(() => [0.27, 1.1]))
})

it('is that of short prompts, and tells what cached ones cost', () => {
  const id = 'claude-sonnet-4-5'
  const price = publicPrice({ id, url: URLS.anthropic, ownWeights: false, at: AT })
  expect(price).toStrictEqual({ input: 3, output: 15, cachedInput: 0.3 })
})
