import type { ZodType } from 'zod'
import { ANSWER_LIMIT } from './answer-limit.ts'

const SHOWN = 60

/** An answer of the shape that was meant; Error saying what it is instead. */
export function parsedAnswer<T>(source: string, text: string, shape: ZodType<T>): T {
  if (text.length > ANSWER_LIMIT) throw new Error(`${source}: the answer is too long`)
  const checked = shape.safeParse(jsonOf(source, text))
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  const place = issue?.path.join('.') ?? ''
  const at = place === '' ? '' : ` at ${place}`
  throw new Error(`${source}: the answer has another shape${at}: ${issue?.message ?? 'unknown'}`)
}

function jsonOf(source: string, text: string): unknown {
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) {
    throw new Error(`${source}: a web page came instead of figures`)
  }
  try {
    return JSON.parse(text)
  } catch {
    const start = JSON.stringify(text.slice(0, SHOWN))
    throw new Error(`${source}: the answer is no JSON: it begins with ${start}`)
  }
}
