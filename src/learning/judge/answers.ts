import { hash } from 'node:crypto'
import type { ChatChoice } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import { userSays } from '../asking/own-request.ts'
import { afterThoughts } from '../grading/plain.ts'
import type { Examinee } from '../profiling/exam.ts'
import { thoughtsAllowed, uncut } from '../profiling/thoughts.ts'
import type { Turns } from './comparison.ts'
import type { OpenQuestion } from './open-question.ts'

/** Tokens of an answer without thoughts, and characters that are kept of it. */
const MAX_TOKENS = 800
const KEPT = 6000
const ID_LENGTH = 6

/** The item under which a model's answers stand; a question that was changed is another. */
export function openItem(question: OpenQuestion): string {
  const known = items.get(question)
  if (known !== undefined) return known
  const { id, turns } = question
  const item = `open:${id}.${hash('sha256', turns.join('\n')).slice(0, ID_LENGTH)}`
  items.set(question, item)
  return item
}

const items = new WeakMap<OpenQuestion, string>()

/** Asks both turns, the second with the model's own first answer before it. */
export async function answersTo(
  { turns }: OpenQuestion,
  { placement, ask }: Examinee,
): Promise<Turns> {
  const [first, second] = turns
  const thoughts = thoughtsAllowed(placement)
  const manner = {
    reasoning: thoughts > 0 ? undefined : 'none',
    sampling: { temperature: 0, maxTokens: MAX_TOKENS + thoughts },
  }
  const opening = userSays(first)
  const told = await ask({ messages: [opening], ...manner })
  const answer = saidIn(told.choice)
  if (answer.trim() === '') return ['', '']
  const history = [opening, { role: 'assistant', content: answer } as const, userSays(second)]
  const more = await ask({ messages: history, ...manner })
  return [answer, saidIn(more.choice)].map((text) => text.slice(0, KEPT))
}

/** Without thoughts. Throws a GatewayError where it came to nothing else. */
function saidIn(choice: ChatChoice): string {
  return afterThoughts(uncut(choice).text)
}

/** The answers in a finding; undefined = it is none of answers. */
export function answersIn(value: Json | undefined): Turns | undefined {
  const { answers } = Object(value)
  return Array.isArray(answers) && answers.every((one) => typeof one === 'string')
    ? answers
    : undefined
}
