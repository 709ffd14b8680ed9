import type { Speech } from './cells.ts'
import type { Answer } from './connection.ts'

/** Says what is wrong with the body of an answer; empty when nothing is. */
type Check = (body: string) => string

/** Says what is wrong with an answer that came through a program; empty when nothing is. */
export async function answerFault(answer: Promise<Answer>, check: Check): Promise<string> {
  try {
    const { status, body } = await answer
    return status === 200 ? check(body) : `status ${status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** What whole answers show. A chat stream has a chunk for each word; a Messages stream may have several in an event. */
const SIGNS = {
  chat: { member: 'choices', last: '[DONE]', end: 'data: [DONE]\n\n', word: '"content":"hello ' },
  messages: {
    member: 'content',
    last: 'message_stop',
    end: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
    word: 'hello ',
  },
} as const satisfies Readonly<Record<Speech, object>>

/** For whole answers; throws when one is no JSON. */
export function wholeCheck(speech: Speech): Check {
  const { member } = SIGNS[speech]
  return (body) => {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null && member in parsed ? '' : `no ${member}`
  }
}

/** For streams of so many words; once a stream was found whole, others of its length are not counted through. */
export function streamCheck(words: number, speech: Speech = 'chat'): Check {
  const { last, end, word } = SIGNS[speech]
  let wholeLength = -1
  return (body) => {
    if (!body.endsWith(end)) return `no ${last} at the end`
    if (body.length === wholeLength) return ''
    if (count(body, word) !== words) return 'words missing'
    wholeLength = body.length
    return ''
  }
}

function count(text: string, part: string): number {
  let found = 0
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++
  return found
}
