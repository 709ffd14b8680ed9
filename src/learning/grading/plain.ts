/** What an answer says once it has thought, where its thoughts stand in it. */
export function afterThoughts(text: string): string {
  const at = text.lastIndexOf('</think>')
  return at < 0 ? text : text.slice(at + '</think>'.length)
}

/** A text without the marks of Markdown and LaTeX, for reading what is said. */
export function plain(text: string): string {
  return text
    .replaceAll(/\\boxed\{([^{}]{0,200})\}/g, '$1')
    .replaceAll(/\\(?:text|mathrm)\{([^{}]{0,200})\}/g, '$1')
    .replaceAll(/[*`$#>]|\\[()[\]]/g, '')
    .trim()
}

/** What stands after the last `Answer:`, or else the last line. */
export function conclusion(text: string): string {
  const told = plain(text)
  const at = told.toLowerCase().lastIndexOf('answer:')
  const rest = at < 0 ? told : told.slice(at + 'answer:'.length)
  const lines = rest.split('\n').filter((line) => line.trim() !== '')
  return (at < 0 ? lines.at(-1) : lines[0])?.trim() ?? ''
}
