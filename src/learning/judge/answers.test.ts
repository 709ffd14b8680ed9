import { describe, expect, it } from 'vitest'
import { placement } from '../../routing/fleet.fixture.ts'
import type { Asking } from '../asking/own-request.ts'
import { answersTo } from './answers.ts'
import { saying } from './judge.fixture.ts'
import { QUESTIONS } from './judging.fixture.ts'

const [question] = QUESTIONS

function answering(texts: readonly string[], finish: 'stop' | 'length' = 'stop') {
  const asked: Asking[] = []
  const answers = answersTo(question ?? (undefined as never), {
    placement: placement('m:8b'),
    known: () => undefined,
    async ask(asking) {
      asked.push(asking)
      const reply = saying(texts[asked.length - 1] ?? '')
      return { ...reply, choice: { ...reply.choice, finish } }
    },
    embed: () => Promise.reject(new Error('not asked')),
  })
  return { answers, asked }
}

describe('answers to an open question', () => {
  it('are two, the second asked with the first before it', async () => {
    const { answers, asked } = answering(['First.', 'Second.'])
    await expect(answers).resolves.toEqual(['First.', 'Second.'])
    expect(asked[1]?.messages.map(({ content }) => content)).toEqual([
      question?.turns[0],
      'First.',
      question?.turns[1],
    ])
  })

  it('are without what was thought, here and in what is asked next', async () => {
    const thoughts = `<think>${'Hm. '.repeat(3000)}</think>`
    const { answers, asked } = answering([`${thoughts}First.`, `${thoughts}Second.`])
    await expect(answers).resolves.toEqual(['First.', 'Second.'])
    expect(JSON.stringify(asked[1])).not.toContain('Hm.')
  })

  it('are none where it was cut off in thought', async () => {
    await expect(answering([''], 'length').answers).rejects.toThrow('without coming to an answer')
    await expect(answering(['<think>Hm'], 'length').answers).rejects.toThrow()
  })
})
