import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red'

/** Where a command writes: stdout is its result, stderr is for what only people need. */
export const terminal = {
  line(text = ''): void {
    process.stdout.write(`${text}\n`)
  },
  json(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`)
  },
  /** For people at stderr. */
  note(text: string): void {
    process.stderr.write(`${text}\n`)
  },
  /** Coloured, unless stdout is no terminal or NO_COLOR is set. */
  style(style: Style, text: string): string {
    return styleText(style, text, { stream: process.stdout })
  },
  /** Writes over what stands on the screen; piped, below it. */
  redraw(lines: readonly string[]): void {
    const clear = process.stdout.isTTY ? '\u001b[H\u001b[J' : ''
    process.stdout.write(`${clear}${lines.join('\n')}\n`)
  },
}
