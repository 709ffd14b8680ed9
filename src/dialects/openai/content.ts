/** What an answer says, and what it thought where that came among its parts. */
export interface AnswerContent {
  readonly text: string
  readonly thought: string
}

interface Part {
  readonly type?: unknown
  readonly text?: unknown
  readonly refusal?: unknown
  readonly thinking?: unknown
}

/** Reads a text or a list of parts: `{type: 'text', text}`, `{type: 'refusal', refusal}`, `{type: 'thinking', thinking}`. */
export function answerContent(content: unknown): AnswerContent {
  if (!Array.isArray(content)) return { text: plain(content), thought: '' }
  const parts: readonly unknown[] = content
  return {
    text: parts.map(saidIn).join(''),
    thought: parts.map((part) => joined(partOf(part).thinking)).join(''),
  }
}

function saidIn(part: unknown): string {
  if (typeof part === 'string') return part
  const { text, refusal } = partOf(part)
  return plain(text ?? refusal)
}

/** A thought is a text, or again a list of parts. */
function joined(content: unknown): string {
  return Array.isArray(content) ? content.map(saidIn).join('') : plain(content)
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function partOf(part: unknown): Part {
  return Object(part)
}
