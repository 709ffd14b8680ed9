import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'
import { userWords } from './user-words.ts'

/** What clients say when all they want is one token back. A class, a choice or a grade in one token is a question. */
const WORDS = /^(?:quota|count|tests?|testing|ping|hi|hey|hello|hallo)[.!?]?$/i

/** Whether the only message of a request, text without instructions, asks no more than whether anybody is there. */
export function isProbe(only: ChatMessage, { sampling, logprobs }: ChatRequest): boolean {
  if (sampling.maxTokens !== 1 || logprobs !== undefined) return false
  return WORDS.test(userWords(only).trim())
}
