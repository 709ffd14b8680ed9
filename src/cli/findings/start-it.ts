import type { KnownKind } from '../../survey.ts'

/** How to start a server of a kind, as a sentence of its own: what the kind says is a command or says so itself. */
export function startIt({ advice }: Pick<KnownKind, 'advice'>): string {
  return /^start /i.test(advice.start) ? advice.start : `start it: ${advice.start}`
}
