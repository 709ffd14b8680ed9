import type { ChatRequest } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import type { Placement } from '../../contracts/model.ts'
import type { AnthropicTraits } from './traits.ts'

export interface AnthropicThinking {
  readonly thinking?: Json
  readonly effort?: string
  readonly isThinking: boolean
  /** The least that the limit of the answer's length must be above. */
  readonly budget: number
  readonly honoured: boolean
}

interface Situation {
  readonly placement: Placement
  readonly traits: AnthropicTraits
  /** The model must call a tool. */
  readonly forced: boolean
  /** The answer goes on with a turn without thoughts. */
  readonly thoughtless: boolean
}

const BUDGETS: ReadonlyMap<string, number> = new Map([
  ['minimal', 1024],
  ['low', 1024],
  ['medium', 4096],
  ['high', 16_384],
  ['xhigh', 24_576],
  ['max', 24_576],
])

/** How a model is asked to think as much as the request says, or not to think. */
export function anthropicThinking(
  { reasoning }: Pick<ChatRequest, 'reasoning'>,
  situation: Situation,
): AnthropicThinking {
  const { traits, forced } = situation
  if (reasoning === 'none') return without(situation)
  const asked = reasoning !== undefined
  if (forced || !asked) {
    const mustStop = forced && traits.claude
    return { ...(mustStop && stopped(traits)), isThinking: false, budget: 0, honoured: !asked }
  }
  if (!thinks(situation)) return { isThinking: false, budget: 0, honoured: false }
  return traits.adaptive ? adaptive(reasoning, traits) : budgeted(reasoning, situation)
}

/** What another server's model can, only its facts say. */
function thinks({ placement, traits }: Situation): boolean {
  const known = placement.facts.capabilities.reasoning?.value
  if (!traits.claude) return known === true
  return (traits.adaptive || traits.budgets) && known !== false
}

/** A model that cannot be kept from thinking thinks as little as it can. */
function without(situation: Situation): AnthropicThinking {
  const { traits } = situation
  if (!thinks(situation)) return { isThinking: false, budget: 0, honoured: true }
  if (traits.off === undefined)
    return { effort: 'low', isThinking: false, budget: 0, honoured: false }
  return { ...stopped(traits), isThinking: false, budget: 0, honoured: true }
}

function stopped({ off }: AnthropicTraits): Pick<AnthropicThinking, 'thinking'> {
  return off === undefined || off === 'unasked' ? {} : { thinking: { type: off } }
}

function adaptive(reasoning: string, traits: AnthropicTraits): AnthropicThinking {
  const display = traits.hidesThoughts ? { display: 'summarized' } : {}
  return {
    thinking: { type: 'adaptive', ...display },
    effort: effortOf(reasoning, traits.efforts),
    isThinking: true,
    budget: 0,
    honoured: BUDGETS.has(reasoning),
  }
}

/** The nearest of the efforts that a model knows. */
export function effortOf(reasoning: string, efforts: readonly string[]): string {
  if (efforts.includes(reasoning)) return reasoning
  if (reasoning === 'minimal') return 'low'
  return BUDGETS.has(reasoning) ? 'high' : 'medium'
}

/** The tokens that a level of thinking may take. */
export function budgetOf(reasoning: string): number {
  return BUDGETS.get(reasoning) ?? 4096
}

function budgeted(reasoning: string, { thoughtless }: Situation): AnthropicThinking {
  if (thoughtless) return { isThinking: false, budget: 0, honoured: false }
  const budget = budgetOf(reasoning)
  return {
    thinking: { type: 'enabled', budget_tokens: budget },
    isThinking: true,
    budget,
    honoured: BUDGETS.has(reasoning),
  }
}
