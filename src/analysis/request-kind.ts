import type { ChatMessage, ChatRequest, OutputFormat } from '../contracts/chat.ts'
import type { PromptProfile } from '../contracts/routing.ts'
import { textOf, userWords } from './user-words.ts'

/** Characters of an instruction that say what it is for, and of those the ones that say it first. */
const HEAD = 2048
const OPENING = 512

/** Instructions, a question and the beginning of its answer: a longer conversation is no task of its own. */
const MOST_MESSAGES = 8

/** An answer may be begun for the model, so that it is JSON: `{`. */
const BEGUN = 2

/** Whoever says no more than this and wants one token back asks whether somebody is there. */
const PROBE = 16

/** What coding clients ask at the end of a conversation for their own screen: the next input, a recap, a status line. */
const ASIDE =
  /^\s{0,9}(?:\[SUGGESTION MODE\b|The user stepped away and is coming back\b|Describe your most recent action in \d)/

/** Words of answers that clients read by program: which command this is, which files it showed, whether the topic is new. */
const READ_BY_PROGRAM = /<policy_spec>|<is_displaying_contents>|\bisNewTopic\b/

/** Instructions for naming a conversation or what was done in it. */
const NAMING =
  /\bnaming a coding session\b|\b(?:generate|write|create) a [^.\n]{0,40}\b(?:title|name)\b[^.\n]{0,80}\b(?:coding session|conversation)\b|\bsummari[sz]e this coding conversation in under \d+ characters\b|\bsummary label\b/i

/** The model that coding clients name for small things; they name it for agents too, which have tools. */
const SMALL_MODEL = /haiku/i

/**
 * Tells what a client asks for itself from what its user asks; when in doubt it is the user. A long page to read, a
 * conversation to be summed up, a decision on what is allowed and whatever an agent does are work, not housekeeping.
 */
export function requestKind(request: ChatRequest): PromptProfile['kind'] {
  return isAside(request.messages) || isTask(request) ? 'housekeeping' : 'chat'
}

function isAside(messages: readonly ChatMessage[]): boolean {
  const last = messages.at(-1)
  if (last?.role !== 'user' || !ASIDE.test(lastText(last))) return false
  return messages.some(({ role }) => role === 'assistant')
}

function isTask(request: ChatRequest): boolean {
  const only = loneQuestion(request.messages)
  if (only === undefined) return false
  const text = lastText(only)
  if (isOpenWebUi(only) || /^\s{0,9}warmup\s{0,9}$/i.test(text)) return true
  return request.tools.length === 0 && (isProbe(text, request) || isForProgram(text, request))
}

/** The only message of the user, when nothing but instructions and the beginning of an answer stand beside it. */
function loneQuestion(messages: readonly ChatMessage[]): ChatMessage | undefined {
  if (messages.length > MOST_MESSAGES) return undefined
  const [only, begun, ...more] = messages.filter(({ role }) => role !== 'system')
  if (only?.role !== 'user' || more.length > 0) return undefined
  const isLone = begun === undefined || (begun.role === 'assistant' && isShort(begun, BEGUN))
  return isLone ? only : undefined
}

/**
 * Open WebUI asks the chat's own model for titles, tags, follow-ups and such: one user message that begins with
 * `### Task:` and holds the conversation between `<chat_history>` tags.
 */
function isOpenWebUi(only: ChatMessage): boolean {
  const text = textOf(only)
  return text.startsWith('### Task:') && text.includes('<chat_history>')
}

function isProbe(text: string, { sampling }: ChatRequest): boolean {
  return sampling.maxTokens === 1 && text.length <= PROBE
}

/** Naming is told by two of three signs, since each of them may be a user's. */
function isForProgram(text: string, { messages, model, format }: ChatRequest): boolean {
  const instructions = messages.filter(({ role }) => role === 'system').map(head)
  if (text.startsWith('<policy_spec>')) return true
  if (instructions.some((one) => READ_BY_PROGRAM.test(one))) return true
  const signs = [
    SMALL_MODEL.test(model ?? ''),
    wantsTitle(format),
    instructions.some((one) => NAMING.test(one.slice(0, OPENING))),
  ]
  return signs.filter(Boolean).length >= 2
}

/** An answer that is a title and nothing else. */
function wantsTitle(format: OutputFormat): boolean {
  if (format.type !== 'schema' || typeof format.schema !== 'object') return false
  const fields = new Map(Object.entries(format.schema ?? {})).get('properties')
  return typeof fields === 'object' && Object.keys(fields ?? {}).join() === 'title'
}

function lastText(message: ChatMessage): string {
  const { role, content } = message
  if (typeof content === 'string') return userWords(message).trimStart()
  const part = content.at(-1)
  return part?.type === 'text' ? userWords({ role, content: part.text }).trimStart() : ''
}

function isShort(message: ChatMessage, most: number): boolean {
  return textOf(message).trim().length <= most
}

function head({ content }: ChatMessage): string {
  if (typeof content === 'string') return content.slice(0, HEAD)
  let text = ''
  for (const part of content) {
    if (text.length >= HEAD) break
    if (part.type === 'text') text += `${part.text.slice(0, HEAD)}\n`
  }
  return text
}
