import type { ToolCall } from '../../contracts/chat.ts'
import type { ExpectedCall } from './check.ts'
import { fits } from './json-answer.ts'

/** Whether exactly these calls were made, in any order; a call may name more arguments only where they are empty. */
export function callsAre(made: readonly ToolCall[], wanted: readonly ExpectedCall[]): boolean {
  if (made.length !== wanted.length) return false
  const left = [...made]
  return wanted.every((one) => {
    const at = left.findIndex((call) => isCall(call, one))
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

function isCall({ name, arguments: text }: ToolCall, wanted: ExpectedCall): boolean {
  if (name !== wanted.name) return false
  const given = parsed(text)
  if (!fits(given, wanted.arguments)) return false
  return Object.entries(Object(given)).every(([key, value]) => {
    return key in wanted.arguments || value === null || value === ''
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
