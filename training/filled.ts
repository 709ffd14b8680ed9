import type { Random } from '../bench/routing/seeded-random.ts'

/** What may stand in each slot, by its name. */
export type Fillers = Readonly<Record<string, readonly string[]>>

/** Slots that may hold something else each time they occur. */
const FREE: ReadonlySet<string> = new Set(['number', 'number2', 'text', 'list'])

/**
 * A template with one of each `{a|b}` taken and each `{slot}` filled; what fills a slot is not looked into, since code
 * holds braces. A slot that occurs again holds the same, except numbers, texts and lists.
 */
export function filled(template: string, fillers: Fillers, random: Random): string {
  const bound = new Map<string, string>()
  const fill = (text: string): string => {
    let out = ''
    let at = 0
    while (at < text.length) {
      const open = text.indexOf('{', at)
      if (open < 0) return out + text.slice(at)
      const close = closing(text, open)
      out += text.slice(at, open) + slot(text.slice(open + 1, close))
      at = close + 1
    }
    return out
  }
  const slot = (inner: string): string => {
    const choices = fillers[inner]
    if (choices !== undefined) return bind(bound, inner, () => drawn(choices, random))
    const options = alternatives(inner)
    return options.length > 1 ? fill(drawn(options, random)) : `{${inner}}`
  }
  return fill(template).replace(/ {2,}/g, ' ').trim()
}

/** Where the brace that opens at `open` closes, or the end of the text. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++
    if (text[at] === '}') depth--
    if (depth === 0) return at
  }
  return text.length
}

function bind(bound: Map<string, string>, name: string, draw: () => string): string {
  const value = (FREE.has(name) ? undefined : bound.get(name)) ?? draw()
  bound.set(name, value)
  return value
}

/** The parts between bars that are in no inner braces. */
function alternatives(inner: string): readonly string[] {
  const parts = ['']
  let depth = 0
  for (const sign of inner) {
    if (sign === '{') depth++
    if (sign === '}') depth--
    if (sign === '|' && depth === 0) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${sign}`)
  }
  return parts
}

function drawn(choices: readonly string[], random: Random): string {
  return choices[Math.floor(random() * choices.length)] ?? ''
}
