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

/** For a whole answer; throws when it is no JSON. */
export function completionFault(body: string): string {
  const parsed: unknown = JSON.parse(body)
  return typeof parsed === 'object' && parsed !== null && 'choices' in parsed ? '' : 'no choices'
}

/** For streams of so many words; once a stream was found whole, others of its length are not counted through. */
export function streamCheck(words: number): Check {
  let wholeLength = -1
  return (body) => {
    if (!body.endsWith('data: [DONE]\n\n')) return 'no [DONE] at the end'
    if (body.length === wholeLength) return ''
    if (count(body, '"content":"hello ') !== words) return 'chunks missing'
    wholeLength = body.length
    return ''
  }
}

function count(text: string, part: string): number {
  let found = 0
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++
  return found
}
