import type { ChatRequest } from '../../contracts/chat.ts'
import { budgetOf } from './encode-thinking.ts'
import type { AnthropicTraits } from './traits.ts'

/** What becomes of a field of the client's. */
export interface Change {
  /** Undefined = it is taken out. */
  readonly value: unknown
  /** What is lost by it, as paths. */
  readonly dropped: readonly string[]
}

/** The field stays as the client wrote it. */
export const KEPT: Change = { value: undefined, dropped: [] }

const REMOVED: Change = { value: undefined, dropped: ['thinking'] }
const LEAST_BUDGET = 1024

/** How a Claude is asked to think, in the way that it knows, by a client that knows another one. */
export function thinkingTaken(
  fields: ChatRequest['fields'],
  traits: AnthropicTraits,
  thoughtless: boolean,
): Change {
  const thinking = Object(fields['thinking']) as Readonly<Record<string, unknown>>
  switch (thinking['type']) {
    case 'enabled':
      return budgetTaken(thinking, traits, thoughtless)
    case 'adaptive':
      return adaptiveTaken(fields, traits, thoughtless)
    case 'disabled':
    case 'between_tools':
      return offTaken(thinking['type'], traits)
    default:
      return KEPT
  }
}

function budgetTaken(
  { budget_tokens: _, ...rest }: Readonly<Record<string, unknown>>,
  { budgets, adaptive }: AnthropicTraits,
  thoughtless: boolean,
): Change {
  if (budgets) return thoughtless ? REMOVED : KEPT
  if (!adaptive) return REMOVED
  return { value: { ...rest, type: 'adaptive' }, dropped: ['thinking.budget_tokens'] }
}

/** The budget must leave room for an answer. */
function adaptiveTaken(
  fields: ChatRequest['fields'],
  { budgets, adaptive }: AnthropicTraits,
  thoughtless: boolean,
): Change {
  if (adaptive) return KEPT
  const { effort = 'high' } = Object(fields['output_config'])
  const most = Math.floor(Number(fields['max_tokens'] ?? Number.POSITIVE_INFINITY) / 2)
  const budget = Math.min(budgetOf(String(effort)), most)
  const { type } = Object(fields['tool_choice'])
  const forced = type === 'any' || type === 'tool'
  if (!budgets || thoughtless || forced || budget < LEAST_BUDGET) return REMOVED
  return { value: { type: 'enabled', budget_tokens: budget }, dropped: [] }
}

function offTaken(type: 'disabled' | 'between_tools', { off }: AnthropicTraits): Change {
  const known = off === 'unasked' ? 'disabled' : off
  if (known === type) return KEPT
  return known === undefined ? REMOVED : { value: { type: known }, dropped: [] }
}
