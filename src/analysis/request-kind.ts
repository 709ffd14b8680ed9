import type { ChatMessage, ChatRequest, OutputFormat } from '../contracts/chat.ts'
import type { PromptProfile } from '../contracts/routing.ts'
import { isOpenWebUi } from './open-webui.ts'
import { isProbe } from './probe.ts'
import { lastWords, textOf } from './user-words.ts'

/** Characters of an instruction that say what it is for. */
const HEAD = 2048

/** Instructions, a question and the beginning of its answer: a longer conversation is no task of its own. */
const MOST_MESSAGES = 8

/** An answer may be begun for the model, so that it is JSON: `{`. */
const BEGUN = 2

/** Characters from which on a text is something to read, unless tags say that it is a conversation to be named. */
const PAGE = 4096
const WRAPPED = /^<(?:session|conversation)>/

/** How the instructions of Claude Code begin, whatever it asks; never a user's own words. */
const CLAUDE_CODE =
  /^\s{0,9}(?:x-anthropic-billing-header:[^\n]*\s*)?(?:You are (?:Claude Code, Anthropic's official CLI for Claude|a Claude agent, built on Anthropic's Claude Agent SDK)\b[^.\n]{0,80}\.?\s*)?/

/** What Claude Code asks at the end of a conversation for its own screen: the next input, a recap. */
const ASIDE =
  /^(?:\[SUGGESTION MODE: Suggest what the user\b|The user stepped away and is coming back\. (?:Recap in|Write exactly) )/

/** What it asks of an agent at work: a status line. It may follow the task in one message; its length in characters. */
const STATUS =
  /(?:^|\n\n)Describe your most recent action in \d-\d words using present tense \(-ing\)/
const STATUS_LENGTH = 1024

/** An instruction whose answer a program reads: whether the topic is new. */
const TOPIC = /'isNewTopic'[^\n]{0,80}'title'/

/** Instructions on a command, and where the command stands: its prefix, the files it showed. */
const ON_COMMAND = /<policy_spec>|<is_displaying_contents>/
const COMMAND = /^Command: /m

/** How instructions begin that name a conversation or what was done in it. */
const NAMING =
  /^(?:You are naming a coding session\b|(?:Generate|Write|Create) an? [^.\n]{0,40}\b(?:title|name)(?: \([^)\n]{1,20}\))? (?:for|of|that captures [^.\n]{0,40}\bof) (?:this|the) (?:coding session|conversation)\b|Summari[sz]e this coding conversation in under \d|Write a (?:short )?summary label\b|You write a \d-\d word progress label\b)/i

/** The model that coding clients name for small things; they name it for agents too, which have tools. */
const SMALL_MODEL = /haiku/i

/** What the system says, each without the words by which Claude Code names itself. */
interface Instructions {
  readonly texts: readonly string[]
  readonly areClaudeCodes: boolean
}

/**
 * Tells what a client asks for itself from what its user asks; when in doubt it is the user. A long page to read, a
 * conversation to be summed up, a decision on what is allowed and whatever an agent does are work, not housekeeping.
 * One sign is never enough, since each of them may stand in a user's own words.
 */
export function requestKind(request: ChatRequest): PromptProfile['kind'] {
  const instructions = instructionsIn(request.messages)
  const isOwn = isAside(request.messages, instructions) || isTask(request, instructions)
  return isOwn ? 'housekeeping' : 'chat'
}

/** Looks at the instructions first: they are short, and the last message may be a book. */
function isAside(messages: readonly ChatMessage[], { areClaudeCodes }: Instructions): boolean {
  if (!areClaudeCodes) return false
  const last = messages.findLast(({ role }) => role !== 'system')
  if (last?.role !== 'user') return false
  const words = lastWords(last)
  return ASIDE.test(words) || STATUS.test(words.slice(-STATUS_LENGTH))
}

function isTask(request: ChatRequest, instructions: Instructions): boolean {
  const only = loneQuestion(request.messages)
  if (only === undefined) return false
  if (isOpenWebUi(only)) return true
  if (instructions.areClaudeCodes && /^warmup$/i.test(lastWords(only))) return true
  if (request.tools.length > 0) return false
  if (instructions.texts.length === 0 && isProbe(only, request)) return true
  return isForProgram(only, instructions, request)
}

/** The only message of the user, if it is text and nothing but instructions and the beginning of an answer stand beside it. */
function loneQuestion(messages: readonly ChatMessage[]): ChatMessage | undefined {
  if (messages.length > MOST_MESSAGES) return undefined
  const [only, begun, ...more] = messages.filter(({ role }) => role !== 'system')
  if (only?.role !== 'user' || !isText(only) || more.length > 0) return undefined
  const isLone = begun === undefined || (begun.role === 'assistant' && isShort(begun, BEGUN))
  return isLone ? only : undefined
}

function isForProgram(
  only: ChatMessage,
  { texts, areClaudeCodes }: Instructions,
  request: ChatRequest,
): boolean {
  const isClients = areClaudeCodes || SMALL_MODEL.test(request.model ?? '')
  if (isClients && (texts.some((one) => TOPIC.test(one)) || isOnCommand(only, texts))) return true
  const isNaming = texts.some((one) => NAMING.test(one))
  if (areClaudeCodes && isNaming) return true
  const signs = [isClients, isNaming, wantsTitle(request.format)].filter(Boolean).length
  return signs >= 2 && (textOf(only).length <= PAGE || WRAPPED.test(lastWords(only)))
}

function isOnCommand(only: ChatMessage, texts: readonly string[]): boolean {
  const text = lastWords(only)
  const isTold = text.startsWith('<policy_spec>') || texts.some((one) => ON_COMMAND.test(one))
  return isTold && COMMAND.test(text)
}

/** An answer that is a title and nothing else. */
function wantsTitle(format: OutputFormat): boolean {
  if (format.type !== 'schema' || typeof format.schema !== 'object') return false
  const fields = new Map(Object.entries(format.schema ?? {})).get('properties')
  return typeof fields === 'object' && Object.keys(fields ?? {}).join() === 'title'
}

function instructionsIn(messages: readonly ChatMessage[]): Instructions {
  const heads = messages.filter(({ role }) => role === 'system').map(head)
  const texts = heads.map((text) => text.replace(CLAUDE_CODE, '').trimStart())
  return {
    texts: texts.filter((text) => text !== ''),
    areClaudeCodes: heads.some((text) => CLAUDE_CODE.exec(text)?.[0].trim() !== ''),
  }
}

function isText({ content }: ChatMessage): boolean {
  return typeof content === 'string' || content.every(({ type }) => type === 'text')
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
