import { userSays } from '../../asking/own-request.ts'
import type { Exam, Examinee } from '../exam.ts'
import { refused } from '../refused.ts'

/** Enough to see whether it thinks, not to think to the end. */
const MOST_TOKENS = 96

/** Whether the model thinks before it answers, by itself or when told to, and whether that can be switched off. */
export const reasoning: Exam = {
  name: 'reasoning',
  role: 'chat',
  concerns: () => true,
  async take(examinee) {
    const byItself = await thinks(examinee, undefined)
    const whenTold = byItself || (await thinks(examinee, 'high'))
    const switchable = !byItself || !(await thinks(examinee, 'none'))
    return { works: whenTold, byItself, switchable }
  },
}

async function thinks({ ask }: Examinee, level: string | undefined): Promise<boolean> {
  try {
    const { choice } = await ask({
      messages: [userSays('How many primes lie between 20 and 40? Answer with the number only.')],
      reasoning: level,
      sampling: { maxTokens: MOST_TOKENS },
    })
    return choice.reasoning.trim() !== '' || choice.text.includes('<think>')
  } catch (thrown) {
    if (refused(thrown)) return false
    throw thrown
  }
}
