import { describe, expect, it } from 'vitest'
import { analyse } from '../src/analysis/analyse.ts'
import { request } from '../src/analysis/request.fixture.ts'
import type { ChatRequest } from '../src/contracts/chat.ts'
import { catalogOf, FLEET, liveOf, OPTIONS } from '../src/routing/fleet.fixture.ts'
import { route } from '../src/routing/route.ts'

function chosen(words: string | ChatRequest): string | undefined {
  const profile = analyse(typeof words === 'string' ? request(words) : words)
  const catalog = catalogOf(FLEET)
  const plan = route({
    profile,
    target: { kind: 'route' },
    catalog,
    live: liveOf(),
    options: OPTIONS,
  })
  return plan.candidates[0]?.placement.model
}

describe('the decision, from words to model', () => {
  it.each([
    'Prove that sqrt(2) is irrational',
    'Beweise, dass es unendlich viele Primzahlen gibt',
    'Design a distributed rate limiter with Redis that must survive a network partition',
    'Derive the asymptotic complexity of this recursive algorithm and optimise it.',
  ])('gives the largest model: %s', (words) => {
    expect(chosen(words)).toBe('qwen2.5:32b')
  })

  it.each(['Hello', 'thanks!', 'こんにちは', 'Hola, gracias', 'Good morning'])(
    'gives a small model: %s',
    (words) => {
      expect(['qwen2.5:0.5b', 'llama3.2:3b']).toContain(chosen(words))
    },
  )

  it('gives images to the model that sees', () => {
    const content = [
      { type: 'text', text: 'What is it?' },
      { type: 'image', url: 'data:image/png;base64,' },
    ] as const
    expect(chosen(request([{ role: 'user', content }]))).toBe('qwen2.5vl:7b')
  })

  it('gives tools to a model that can call them', () => {
    const model = chosen(request('What is the weather in Rome?', { tools: [{ name: 'weather' }] }))
    const placement = FLEET.find((one) => one.model === model)
    expect(placement?.facts.capabilities.tools?.value).toBe(true)
  })
})
