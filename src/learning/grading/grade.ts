import type { ChatChoice } from '../../contracts/chat.ts'
import type { Check } from './check.ts'
import { passes } from './code-answer.ts'
import { fits, jsonIn } from './json-answer.ts'
import { afterThoughts } from './plain.ts'
import { keeps } from './rules.ts'
import { numberIn, says } from './short-answer.ts'
import { callsAre } from './tool-answer.ts'

/** Characters: nobody needs a longer answer to a probe, its thoughts aside. */
const LONGEST = 8000

/** Whether an answer is right; one that cannot be read is wrong. */
export async function grade(
  check: Check,
  { text: whole, toolCalls }: Pick<ChatChoice, 'text' | 'toolCalls'>,
): Promise<boolean> {
  const text = afterThoughts(whole).slice(0, LONGEST)
  if ('calls' in check) return callsAre(toolCalls, check.calls)
  if (toolCalls.length > 0 || text.trim() === '') return false
  if ('code' in check) return await passes(text, check.code, check.tests)
  if ('number' in check) return numberIn(text) === check.number
  if ('says' in check) return says(text, check.says)
  if ('json' in check) return fits(jsonIn(text), check.json)
  return check.rules.every((rule) => keeps(text, rule))
}
