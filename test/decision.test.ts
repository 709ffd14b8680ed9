import { describe, expect, it } from 'vitest'
import { profileOf } from '../src/analysis/profile-of.fixture.ts'
import { request } from '../src/analysis/request.fixture.ts'
import type { ChatRequest } from '../src/contracts/chat.ts'
import { FLEET, inputOf, OPTIONS } from '../src/routing/fleet.fixture.ts'
import { route } from '../src/routing/route.ts'

function chosen(words: string | ChatRequest, qualityPreference = 0.5): string | undefined {
  const profile = profileOf(typeof words === 'string' ? request(words) : words)
  const plan = route(inputOf(profile, FLEET, { options: { ...OPTIONS, qualityPreference } }))
  return plan.candidates[0]?.placement.model
}

describe('the decision, from words to model', () => {
  it.each([
    'Prove that sqrt(2) is irrational',
    'Beweise, dass es unendlich viele Primzahlen gibt',
    'Derive the field equations of general relativity from the Einstein-Hilbert action.',
  ])('gives the largest model: %s', (words) => {
    expect(chosen(words)).toBe('qwen2.5:32b')
  })

  it('gives the largest model for somewhat easier work to who prefers quality', () => {
    const words =
      'Compare three theories of why the Roman Republic fell, and say which explains it best.'
    expect(chosen(words, 0.5)).not.toBe('qwen2.5:32b')
    expect(chosen(words, 0.8)).toBe('qwen2.5:32b')
  })

  it('gives code to the model made for it, which is as good at it as the largest and faster', () => {
    const words = 'Write a Python function that merges overlapping intervals, with tests.'
    expect(chosen(words)).toBe('qwen2.5-coder:7b')
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
