import { describe, expect, it } from 'vitest'
import { profileOf } from './profile-of.fixture.ts'
import { request } from './request.fixture.ts'

const EASY = [
  'Hello',
  'thanks',
  'こんにちは',
  'What is the capital of France?',
  'Translate to German: good morning',
  'Tell me a joke',
]

const HARD = [
  'Prove that sqrt(2) is irrational',
  'Beweise, dass es unendlich viele Primzahlen gibt',
  '证明根号2是无理数',
  'Design a distributed rate limiter with Redis that must survive a network partition and never admits more than 100 requests per second.',
  'Debug this deadlock: two threads each hold a mutex and wait for the other.\n```go\na.Lock()\n```',
  'Derive the asymptotic complexity of this recursive algorithm and optimise it.',
]

describe('difficultyOf', () => {
  it.each(HARD)('rates above small talk and simple facts: %s', (prompt) => {
    const easiest = Math.max(...EASY.map(difficulty))
    expect(difficulty(prompt)).toBeGreaterThan(easiest + 0.05)
  })

  it('sees a short hard prompt as hard and a greeting as trivial', () => {
    expect(difficulty('Prove that sqrt(2) is irrational')).toBeGreaterThan(0.5)
    expect(difficulty('Hello')).toBeLessThan(0.05)
  })

  it.each([
    ['length', 'Explain the text. ', `Explain the text. ${'More of the text here. '.repeat(60)}`],
    [
      'constraints',
      'Write a list of words',
      'Write a list of exactly 9 words without an e, which must each be unique',
    ],
    ['questions', 'What is rain?', 'What is rain? What is snow? What is hail? What is fog?'],
    ['program text', 'What does it do: x', 'What does it do: ```f(x);\ng(y);\n``` {} {}'],
  ])('rises with %s', (_, less, more) => {
    expect(difficulty(more)).toBeGreaterThan(difficulty(less))
  })

  it('does not take a long text for hard work by its length alone', () => {
    const page = `Translate this page to French:\n${'It was a quiet day by the sea. '.repeat(60)}`
    expect(difficulty(page)).toBeLessThan(difficulty('Prove that sqrt(2) is irrational'))
  })

  it('rises with turns and tools', () => {
    const turn = { role: 'user', content: 'And what is next?' } as const
    const one = profileOf(request([turn])).difficulty
    expect(profileOf(request([turn, turn, turn, turn])).difficulty).toBeGreaterThan(one)
    const tools = ['a', 'b', 'c', 'd'].map((name) => ({ name }))
    expect(profileOf(request([turn], { tools })).difficulty).toBeGreaterThan(one)
  })
})

function difficulty(prompt: string): number {
  return profileOf(request(prompt)).difficulty
}
