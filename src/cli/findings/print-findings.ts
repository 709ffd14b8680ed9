import { plainText } from '../terminal/plain-text.ts'
import { terminal } from '../terminal/terminal.ts'
import type { Finding } from './finding.ts'

const COLOUR = { ok: 'green', warning: 'yellow', problem: 'red' } as const
const STATE_WIDTH = 9

/** One line for each finding, with what to do in the line below. */
export function printFindings(findings: readonly Finding[]): void {
  const width = Math.max(...findings.map(({ about }) => plainText(about).length)) + 2
  for (const { about, state, text, remedy } of findings) {
    const mark = terminal.style(COLOUR[state], state.padEnd(STATE_WIDTH))
    terminal.line(`${mark}${plainText(about).padEnd(width)}${plainText(text)}`)
    if (remedy === undefined) continue
    terminal.line(`${' '.repeat(STATE_WIDTH + width)}-> ${plainText(remedy)}`)
  }
}

/** What stands at the end: how much is wrong. */
export function summary(findings: readonly Finding[]): string {
  const count = (state: Finding['state']): number =>
    findings.filter((finding) => finding.state === state).length
  const [problems, warnings] = [count('problem'), count('warning')]
  if (problems + warnings === 0) return 'Nothing is wrong.'
  return [some(problems, 'problem'), some(warnings, 'warning')].filter(Boolean).join(', ')
}

function some(count: number, what: string): string {
  if (count === 0) return ''
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
