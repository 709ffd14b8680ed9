import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'
import type { PromptProfile, Work } from '../contracts/routing.ts'
import { memoise } from '../std/memoise.ts'
import { answerTokens } from './answer-length.ts'
import { neededCapabilities, toolUse } from './capabilities.ts'
import { difficultyOf, textDifficulty } from './difficulty.ts'
import { excerpt } from './excerpt.ts'
import { familiesOf } from './family.ts'
import {
  NO_FAMILY,
  NO_SUBJECT,
  type PromptHeads,
  type WordsProfile,
  wordsProfile,
} from './prompt-heads.ts'
import { requestKind } from './request-kind.ts'
import { charactersOf, promptTokens } from './tokens.ts'
import { isOnlyAside } from './user-words.ts'

/** Room for an answer when the client set no limit: more is welcome, but no reason to refuse a model. */
const ANSWER_ROOM = 512

/** A title, a few tags: short work that any model does. */
const HOUSEKEEPING: Work = {
  families: { ...NO_FAMILY, extract: 1 },
  subjects: { ...NO_SUBJECT, other: 1 },
  choice: 0,
  difficulty: 0.05,
}

/**
 * Profiles a conversation for routing, by 4 KB of its words and by pieces for its tokens, whatever its length. A whole
 * message is searched only where a sign in the instructions, in the settings or at its ends says that a client wrote in it.
 */
export function analyse(request: ChatRequest, heads: PromptHeads): PromptProfile {
  const kind = requestKind(request)
  const work = kind === 'housekeeping' ? HOUSEKEEPING : workOf(request, heads)
  const limit = answerLimit(request)
  const tokensIn = promptTokens(request)
  const tokensOut = answerTokens(work.families, work.difficulty, limit)
  const wanted = request.formalLimit ? undefined : limit
  return {
    ...work,
    kind,
    needs: neededCapabilities(request),
    tokensIn,
    tokensOut,
    tokensNeeded: tokensIn + (wanted ?? Math.min(ANSWER_ROOM, tokensOut)),
  }
}

function workOf(request: ChatRequest, heads: PromptHeads): Work {
  const text = excerpt(request.messages)
  const words = wordsOf(heads, text)
  const difficulty = difficultyOf(textDifficulty(heads, { ...words, characters: text.length }), {
    characters: charactersOf(request.messages),
    userTurns: request.messages.filter(isUsers).length,
    tools: request.tools.length,
  })
  return {
    families: familiesOf(words.families, toolUse(request)),
    subjects: words.subjects,
    choice: words.choice,
    difficulty,
  }
}

/** An agent's calls of tools go on about the same words of its user, many times in a row. */
const REMEMBERED = 32

const profilers = new WeakMap<PromptHeads, (text: string) => WordsProfile>()

function wordsOf(heads: PromptHeads, text: string): WordsProfile {
  const known = profilers.get(heads)
  if (known !== undefined) return known(text)
  const profiler = memoise((words) => wordsProfile(heads, words), REMEMBERED, copyOf)
  profilers.set(heads, profiler)
  return profiler(text)
}

function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

function isUsers(message: ChatMessage): boolean {
  return message.role === 'user' && !isOnlyAside(message)
}

/** Some clients write 0 or -1 for "no limit". */
function answerLimit({ sampling }: ChatRequest): number | undefined {
  const { maxTokens } = sampling
  return maxTokens !== undefined && maxTokens > 0 && Number.isFinite(maxTokens)
    ? maxTokens
    : undefined
}
