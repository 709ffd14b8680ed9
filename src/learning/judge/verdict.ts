import { z } from 'zod'

/** Braces that are looked at, from the end: more of them are no answer. */
const MOST_BRACES = 40

const THOUGHTS = /<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/gi

const verdict = z.object({ better: z.string() })

/**
 * Which of these names a judge gave, wherever it put its JSON; undefined where it gave none of them, or several. Words
 * around the JSON do not count: they may weigh both sides.
 */
export function verdictIn(text: string, names: readonly string[]): string | undefined {
  const told = text.replaceAll(THOUGHTS, ' ').trim()
  const alone = nameOf(told, names)
  if (alone !== undefined) return alone
  const given = new Set(objectsIn(told).flatMap(({ better }) => nameOf(better, names) ?? []))
  const [only] = given
  return given.size === 1 ? only : undefined
}

function nameOf(text: string, names: readonly string[]): string | undefined {
  const bare = text.replaceAll(/^[\s"'`*]+|[\s"'`*.]+$/g, '').toLowerCase()
  return names.find((name) => name.toLowerCase() === bare)
}

/** Every object of that shape that a text holds, be it fenced, between words or inside another. */
function objectsIn(text: string): readonly z.infer<typeof verdict>[] {
  const found: z.infer<typeof verdict>[] = []
  const starts = [...text.matchAll(/\{/g)].slice(-MOST_BRACES).map(({ index }) => index)
  const ends = [...text.matchAll(/\}/g)].slice(-MOST_BRACES).map(({ index }) => index + 1)
  let from = 0
  for (const start of starts.filter((at) => at >= from)) {
    if (start < from) continue
    for (const end of ends.filter((at) => at > start)) {
      const read = verdict.safeParse(parsed(text.slice(start, end)))
      if (!read.success) continue
      found.push(read.data)
      from = end
      break
    }
  }
  return found
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
