import { hash } from 'node:crypto'
import { isOnlyAside, spoken, textOf } from '../analysis/user-words.ts'
import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'

/** Whose conversation it is. */
export interface Caller {
  /** What the client calls the conversation; undefined = it has no name. */
  readonly conversation: string | undefined
  /** All that tells this client from others. */
  readonly identity: string
}

/** How a conversation is known again, without its text. */
export interface SessionKey {
  /** Under which its next answer is remembered. */
  readonly own: string
  /** Under which earlier ones may be, surest first. */
  readonly earlier: readonly string[]
  /** Messages so far, where the client has no name for it: what goes on has more than what it goes on from. */
  readonly length: number | undefined
  /** What the user said last; undefined = it is not the user who speaks, or too little to know it again. */
  readonly turn?: Turn | undefined
}

export interface Turn {
  /** Messages up to it. */
  readonly count: number
  readonly digest: string
  /** The client has a name for the conversation. */
  readonly named: boolean
  /** Tells one who asks from others. */
  caller(): string
  /** The digest that a turn has which ends with that message of the conversation; undefined = no user speaks in it. */
  digestAt(count: number): string | undefined
}

/** Characters that are read of each text, and among which they are looked for. */
const READ = 400
const LOOKED_AT = 16_384
const NAME_LENGTH = 200
const MOST_PARTS = 16

/** Messages among which a conversation begins. */
const BEGINNING = 32

/** Longest text in which a client's name for its user may hold the session. */
const USER_LENGTH = 1024

/**
 * Conversations are known by the name that their client gives them, else by their first turns and who asks. The time
 * does not grow with the conversation. What is asked for under another name or policy is another conversation.
 */
export function sessionKey(request: ChatRequest, caller: Caller): SessionKey {
  const { messages, model = '', wishes } = request
  const asked = `${model.toLowerCase()}\n${wishes?.policy ?? ''}`
  const turn = turnOf(request, caller)
  if (caller.conversation !== undefined) {
    const own = digest(['named', asked, caller.conversation.slice(0, NAME_LENGTH)])
    return { own, earlier: [own], length: undefined, turn }
  }
  const { system, user, answer } = beginningOf(messages)
  const who = identityOf(request, caller)
  const first = digest(['begun', asked, who, withoutNumbers(system), user])
  const { length } = messages
  if (answer === undefined) return { own: first, earlier: [], length, turn }
  const own = digest([first, answer])
  return { own, earlier: [own, first], length, turn }
}

/** Shorter words are said by many: without a name of the conversation they tell nothing. */
const TELLING = 20

function turnOf(request: ChatRequest, caller: Caller): Turn | undefined {
  const { messages } = request
  const last = messages.at(-1)
  const named = caller.conversation !== undefined
  if (last === undefined || isOnlyAside(last)) return undefined
  const head = headOf(last)
  if (head === undefined || (!named && head.length < TELLING)) return undefined
  return {
    ...{ count: messages.length, digest: digest(['turn', head]), named },
    caller: () => digest(['caller', identityOf(request, caller)]),
    digestAt(count) {
      const words = headOf(messages[count - 1])
      return words && digest(['turn', words])
    },
  }
}

/** How a user's message begins, and how long it is, which tells it from others; undefined = no user speaks in it. */
function headOf(message: ChatMessage | undefined): string | undefined {
  if (message?.role !== 'user') return undefined
  const text = textOf(message)
  return text === '' ? undefined : `${text.slice(0, READ)}${text.length > READ ? text.length : ''}`
}

/** Claude Code's user is one session; one of its agents is told from another by how its conversation begins. */
function identityOf({ user = '' }: ChatRequest, { identity }: Caller): string {
  const session = SESSION.exec(user.slice(0, USER_LENGTH))?.[1]
  return session ?? `${identity}\n${user.slice(0, READ)}`
}

const SESSION = /session(?:_id)?["_:\s]{1,4}([\w-]{8,64})/

interface Beginning {
  readonly system: string
  readonly user: string
  /** Undefined: nothing has been answered yet. */
  readonly answer: string | undefined
}

/** What stands at the end is the beginning of the answer that is asked for, if it is the assistant's. */
function beginningOf(messages: readonly ChatMessage[]): Beginning {
  const start = messages.slice(0, BEGINNING)
  const asked = start.findIndex(({ role }) => role === 'user')
  const answered = start.findIndex(({ role }, at) => role === 'assistant' && at > asked)
  const isOver = answered < messages.length - 1
  return {
    system: wordsOf(start.find(({ role }) => role === 'system')),
    user: wordsOf(start[asked]),
    answer: answered >= 0 && isOver ? answerOf(start[answered]) : undefined,
  }
}

/** Calls have ids that no other conversation has. */
function answerOf(message: ChatMessage | undefined): string {
  return `${message?.toolCalls?.[0]?.id ?? ''}\n${wordsOf(message)}`
}

/** Without what clients tell on the side: the next turn may come without it. */
function wordsOf(message: ChatMessage | undefined): string {
  const content = message?.content ?? ''
  if (typeof content === 'string') return spoken(content.slice(0, LOOKED_AT), READ)
  let words = ''
  for (const part of content.slice(0, MOST_PARTS)) {
    if (part.type === 'text') words += spoken(part.text.slice(0, LOOKED_AT), READ - words.length)
  }
  return words
}

/** Some clients tell the time there. */
function withoutNumbers(text: string): string {
  return text.replaceAll(/\d+/g, '')
}

/** No text is kept. */
function digest(parts: readonly string[]): string {
  return hash('sha256', parts.join('\0'), 'base64')
}
