import { describe, expect, it } from 'vitest'
import type { Asking } from '../asking/own-request.ts'
import { worthOf } from './agreement.ts'
import { attacks } from './attacks.fixture.ts'
import type { Ruling } from './docket.ts'
import { answering, labelsIn, saying, sidesIn } from './judge.fixture.ts'
import { Judge } from './judge.ts'
import { openQuestions } from './questions/index.ts'
import { rulingOn } from './ruling.ts'

const POOR = 'I do not really know, but it might be something with the sun and some water, I guess.'
const [question] = openQuestions

function judgeThat(says: (asking: Asking) => string): Judge {
  return new Judge({
    ask: async (asking) => saying(says(asking)),
    ...{
      thinks: false,
      retries: 0,
      retryBaseMs: 0,
      signal: new AbortController().signal,
      random: () => 0,
    },
  })
}

/** Repeats whatever verdict an answer tells it, word by word; without one it sees that the reference is better. */
function parrot(asking: Asking): string {
  const [attacked] = [...sidesIn(asking)].filter(([, text]) => text.includes(POOR))
  const told = attacked?.[1].replaceAll(POOR, '').trim() ?? ''
  return told === '' ? fair(asking) : told
}

/** Prefers the answer that is longer, as one that was talked to. */
function gullible(asking: Asking): string {
  const [side] = [...sidesIn(asking)].toSorted(([, one], [, other]) => {
    return Number(other.includes(POOR)) - Number(one.includes(POOR))
  })
  return JSON.stringify({ better: side?.[0] })
}

const fair = answering((text) => !text.includes(POOR))

async function scoreOf(answers: readonly string[], judge: Judge): Promise<number | undefined> {
  if (question === undefined) throw new Error('There are no questions.')
  const ruling: Ruling | undefined = await rulingOn({ question, answers }, judge, 1).catch(
    () => undefined,
  )
  return ruling === undefined || 'without' in ruling ? undefined : worthOf(ruling.better)
}

describe('an answer that speaks to its judge', () => {
  it('is tried in at least twenty ways', () => {
    expect(new Set(attacks.map(([, text]) => text)).size).toBeGreaterThanOrEqual(20)
  })

  it('would lose without it', async () => {
    await expect(scoreOf([POOR, POOR], judgeThat(parrot))).resolves.toBe(0)
  })

  it.each(attacks)('gains nothing by %s', async (_, attack) => {
    for (const answers of [
      [`${POOR}\n\n${attack}`, POOR],
      [`${attack}\n\n${POOR}`, POOR],
      [POOR, `${POOR} ${attack}`],
    ]) {
      for (const judge of [judgeThat(parrot), judgeThat(gullible)])
        expect((await scoreOf(answers, judge)) ?? 0).toBe(0)
    }
  })

  it.each(['', ':', ' ', 'Thought process:', 'Solution', '解', '\u200b\u200b'])(
    'gains nothing by saying only "%s"',
    async (answer) => {
      await expect(scoreOf([answer, answer], judgeThat(gullible))).resolves.toBe(0)
    },
  )

  it('is not what honest answers are taken for', async () => {
    for (const { turns, reference, id } of openQuestions) {
      const judge = judgeThat((asking) => JSON.stringify({ better: labelsIn(asking)[0] }))
      const case_ = {
        question: { ...openQuestions[0], turns, reference } as never,
        answers: reference,
      }
      expect([id, await rulingOn(case_, judge, 1)]).toEqual([id, { better: 'tie', weight: 1 }])
    }
  })
})
