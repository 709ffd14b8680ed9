/** A text without thoughts and without the marks of Markdown and LaTeX, for reading what is said. */
export function plain(text: string): string {
  const thought = text.lastIndexOf('</think>')
  return (thought < 0 ? text : text.slice(thought + '</think>'.length))
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
