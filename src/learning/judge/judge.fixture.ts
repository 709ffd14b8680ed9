import type { Reply } from '../asking/asker.ts'
import type { Asking } from '../asking/own-request.ts'

/** An answer of a model that consists of a text. */
export function saying(text: string): Reply {
  return {
    choice: { text, reasoning: '', toolCalls: [], finish: 'stop' },
    ...{ usage: { input: 100, output: 10 }, timings: undefined },
    ...{ firstContentMs: 1, totalMs: 2 },
  }
}

/** The two answers that a judge is shown, by the names they are shown under. */
export function sidesIn({ messages }: Asking): ReadonlyMap<string, string> {
  const [mark = '', ...lines] = String(messages[1]?.content).split('\n')
  const { conversation: _, ...sides } = JSON.parse(lines.slice(0, lines.indexOf(mark)).join('\n'))
  return new Map(
    Object.entries(sides).map(([name, turns]) => [name, (turns as string[]).join('\n')]),
  )
}

export function labelsIn(asking: Asking): readonly string[] {
  return [...sidesIn(asking).keys()]
}

/** A judge that prefers the answer with that property, and sees no difference where both have it or none does. */
export function answering(isGood: (text: string) => boolean): (asking: Asking) => string {
  return (asking) => {
    const good = [...sidesIn(asking)].filter(([, text]) => isGood(text)).map(([name]) => name)
    return JSON.stringify({ reason: 'So it is.', better: good.length === 1 ? good[0] : 'tie' })
  }
}
