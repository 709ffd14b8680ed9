import type { Range, Rule } from './check.ts'

/** Whether a text keeps a rule. */
export function keeps(text: string, rule: Rule): boolean {
  const told = text.trim()
  for (const [name, wanted] of Object.entries(rule)) {
    const test = TESTS[name]
    if (test !== undefined) return told !== '' && test(told, wanted as never, rule)
  }
  return false
}

type Test = (text: string, wanted: never, rule: Rule) => boolean

/** By the first name in a rule. */
const TESTS: Readonly<Record<string, Test>> = {
  words: (text, range: Range) => within(wordsOf(text).length, range),
  sentences: (text, range: Range) => within(sentencesOf(text), range),
  lines: (text, range: Range) => within(linesOf(text).length, range),
  paragraphs: (text, range: Range) =>
    within(text.split(/\n[ \t]*\n/).filter((part) => part.trim() !== '').length, range),
  bullets: (text, range: Range) =>
    within(linesOf(text).filter((line) => /^[-*•] /.test(line)).length, range),
  contains: (text, parts: readonly string[]) => parts.every((part) => has(text, part)),
  lacks: (text, parts: readonly string[]) => !parts.some((part) => has(text, part)),
  lacksLetters: (text, letters: string) => ![...letters].some((letter) => has(text, letter)),
  startsWith: (text, start: string) => text.startsWith(start),
  endsWith: (text, end: string) => text.endsWith(end),
  acrostic: (text, word: string) => initials(text) === word.toUpperCase(),
  lineEndings: (text, endings: readonly string[]) => endsSo(linesOf(text), endings),
  wordsPerLine: (text, range: Range) =>
    linesOf(text).every((line) => within(wordsOf(line).length, range)),
  lettersCase: (text, wanted: 'lower' | 'upper') =>
    text === (wanted === 'lower' ? text.toLowerCase() : text.toUpperCase()) && /\p{L}/u.test(text),
  word: (text, word: string, rule) =>
    within(
      wordsOf(text).filter((one) => one.toLowerCase() === word.toLowerCase()).length,
      'times' in rule ? rule.times : [1, 1],
    ),
  wordsBegin: (text, letter: string, rule) => {
    const except = 'except' in rule ? (rule.except ?? []) : []
    return wordsOf(text)
      .map((word) => word.toLowerCase())
      .every((word) => word.startsWith(letter.toLowerCase()) || except.includes(word))
  },
  wordsInLines: (text, counts: readonly number[]) => {
    const lines = linesOf(text).map((line) => wordsOf(line).length)
    return lines.length === counts.length && lines.every((count, at) => count === counts[at])
  },
  longestWord: (text, letters: number) =>
    wordsOf(text).every((word) => [...word].length <= letters),
}

function within(count: number, [least, most]: Range): boolean {
  return count >= least && count <= most
}

function has(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase())
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
}

/** Ends of sentences; a text that ends without one has one more. */
function sentencesOf(text: string): number {
  const ends = text.match(/(?<![.!?…])[.!?…]+(?=["”’)]*(?:\s|$))/g) ?? []
  return ends.length + (/[.!?…]["”’)]*$/.test(text) ? 0 : 1)
}

function initials(text: string): string {
  return linesOf(text)
    .map((line) => /\p{L}/u.exec(line)?.[0] ?? '')
    .join('')
    .toUpperCase()
}

function endsSo(lines: readonly string[], endings: readonly string[]): boolean {
  if (lines.length !== endings.length) return false
  return lines.every((line, at) =>
    line
      .toLowerCase()
      .replace(/(?<!\P{L})\P{L}+$/u, '')
      .endsWith(endings[at] ?? ''),
  )
}
