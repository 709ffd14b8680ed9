import type { ChatChoice, ToolDefinition } from '../../contracts/chat.ts'
import type { Family, Subject } from '../../contracts/routing.ts'
import type { Check } from './check.ts'

/** A question whose answer can be told right from wrong without asking anybody. */
export interface SkillProbe {
  /** `math-01`: unique, and never given to another question. */
  readonly id: string
  readonly family: Family
  /** 0 = trivial, 1 = hardest; as in `PromptProfile`. */
  readonly difficulty: number
  readonly subject?: Subject
  readonly system?: string
  readonly prompt: string
  readonly tools?: readonly ToolDefinition[]
  /** Tokens that a good answer needs at the most, without thoughts. */
  readonly maxTokens: number
  /** What a right answer is. */
  readonly check?: Check
  /** Whether an answer is right: by its text or its tool calls. Never throws, whatever the answer. */
  grade(answer: Pick<ChatChoice, 'text' | 'toolCalls'>): Promise<boolean>
}
