/** The nearest of the three levels of thinking that all servers know: most refuse any other; undefined for what is none. */
export function reasoningLevel(asked: string): string | undefined {
  return LEVELS.get(asked)
}

const LEVELS: ReadonlyMap<string, string> = new Map([
  ['minimal', 'low'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['xhigh', 'high'],
  ['max', 'high'],
])
