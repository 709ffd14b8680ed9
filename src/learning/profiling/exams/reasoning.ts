import { userSays } from '../../asking/own-request.ts'
import type { Exam, Examinee } from '../exam.ts'
import { unlessRefused } from '../refused.ts'

/** Enough to see whether it thinks, not to think to the end. */
const MOST_TOKENS = 96

/** Whether the model thinks before it answers, by itself or when told to, and whether that can be switched off. */
export const reasoning: Exam = {
  name: 'reasoning',
  role: 'chat',
  concerns: () => true,
  async take(examinee) {
    const does = (level?: string): Promise<boolean> => unlessRefused(thinks(examinee, level))
    const byItself = await does()
    const whenTold = byItself || (await does('high'))
    const switchable = !byItself || !(await does('none'))
    return { works: whenTold, byItself, switchable }
  },
}

async function thinks({ ask }: Examinee, level: string | undefined): Promise<boolean> {
  const { choice } = await ask({
    messages: [userSays('How many primes lie between 20 and 40? Answer with the number only.')],
    reasoning: level,
    sampling: { maxTokens: MOST_TOKENS },
  })
  return choice.reasoning.trim() !== '' || choice.text.includes('<think>')
}
