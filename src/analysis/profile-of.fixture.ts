import type { ChatRequest } from '../contracts/chat.ts'
import type { PromptProfile } from '../contracts/routing.ts'
import { analyse } from './analyse.ts'
import { HEADS_SHIPPED } from './prompt-heads.fixture.ts'

/** What a request is to the router as it ships. */
export function profileOf(request: ChatRequest): PromptProfile {
  return analyse(request, HEADS_SHIPPED)
}
