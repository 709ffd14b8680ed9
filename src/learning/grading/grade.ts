import type { ChatChoice } from '../../contracts/chat.ts'
import type { Check } from './check.ts'
import { passes } from './code-answer.ts'
import { fits, jsonIn } from './json-answer.ts'
import { keeps } from './rules.ts'
import { chooses, lastNumber, says } from './short-answer.ts'
import { callsAre } from './tool-answer.ts'

/** Nobody needs a longer answer to a probe. */
const LONGEST = 200_000

/** Whether an answer is right; one that cannot be read is wrong. */
export async function grade(
  check: Check,
  { text: whole, toolCalls }: Pick<ChatChoice, 'text' | 'toolCalls'>,
): Promise<boolean> {
  const text = whole.slice(0, LONGEST)
  if ('calls' in check) return callsAre(toolCalls, check.calls)
  if (toolCalls.length > 0 || text.trim() === '') return false
  if ('code' in check) return await passes(text, check.code, check.tests)
  if ('number' in check) return lastNumber(text) === check.number
  if ('choice' in check) return chooses(text, check.choice)
  if ('says' in check) return says(text, check.says)
  if ('json' in check) return fits(jsonIn(text), check.json)
  return check.rules.every((rule) => keeps(afterThoughts(text), rule))
}

function afterThoughts(text: string): string {
  const at = text.lastIndexOf('</think>')
  return at < 0 ? text : text.slice(at + '</think>'.length)
}
