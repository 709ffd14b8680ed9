import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'
import type { PromptProfile } from '../contracts/routing.ts'
import { answerTokens } from './answer-length.ts'
import { neededCapabilities, toolUse } from './capabilities.ts'
import { difficultyOf } from './difficulty.ts'
import { excerpt } from './excerpt.ts'
import { familiesOf } from './family.ts'
import { requestKind } from './request-kind.ts'
import { noEvidence, scan } from './scan.ts'
import { charactersOf, promptTokens } from './tokens.ts'
import { isOnlyAside } from './user-words.ts'

/** Room for an answer when the client set no limit: more is welcome, but no reason to refuse a model. */
const ANSWER_ROOM = 512

type Work = Pick<PromptProfile, 'kind' | 'families' | 'difficulty'>

/** A title, a few tags: short work that any model does. */
const HOUSEKEEPING: Work = {
  kind: 'housekeeping',
  families: { ...noEvidence(), extract: 1 },
  difficulty: 0.05,
}

/**
 * Profiles a conversation for routing, by 4 KB of its words and by pieces for its tokens, whatever its length. A whole
 * message is searched only where a sign in the instructions, in the settings or at its ends says that a client wrote in it.
 */
export function analyse(request: ChatRequest): PromptProfile {
  const housekeeping = requestKind(request) === 'housekeeping'
  const work = housekeeping ? HOUSEKEEPING : workOf(request)
  const limit = answerLimit(request)
  const tokensIn = promptTokens(request)
  const tokensOut = answerTokens(work.families, work.difficulty, limit)
  const wanted = request.formalLimit ? undefined : limit
  return {
    ...work,
    needs: neededCapabilities(request),
    tokensIn,
    tokensOut,
    tokensNeeded: tokensIn + (wanted ?? Math.min(ANSWER_ROOM, tokensOut)),
  }
}

function workOf(request: ChatRequest): Work {
  const found = scan(excerpt(request.messages))
  const families = familiesOf(found, toolUse(request))
  const difficulty = difficultyOf(found, {
    families,
    characters: charactersOf(request.messages),
    userTurns: request.messages.filter(isUsers).length,
    tools: request.tools.length,
  })
  return { kind: 'chat', families, difficulty }
}

function isUsers(message: ChatMessage): boolean {
  return message.role === 'user' && !isOnlyAside(message)
}

/** Some clients write 0 or -1 for "no limit". */
function answerLimit({ sampling }: ChatRequest): number | undefined {
  const { maxTokens } = sampling
  return maxTokens !== undefined && maxTokens > 0 ? maxTokens : undefined
}
