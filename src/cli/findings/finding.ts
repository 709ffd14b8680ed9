/** One thing that was looked at: what was found, and the one thing to do about it. */
export interface Finding {
  readonly about: string
  readonly state: 'ok' | 'warning' | 'problem'
  readonly text: string
  /** Absent = nothing has to be done. */
  readonly remedy?: string
}

export function ok(about: string, text: string): Finding {
  return { about, state: 'ok', text }
}

export function warning(about: string, text: string, remedy: string): Finding {
  return { about, state: 'warning', text, remedy }
}

export function problem(about: string, text: string, remedy: string): Finding {
  return { about, state: 'problem', text, remedy }
}

/** Whether something is wrong; warnings are not. */
export function anyProblem(findings: readonly Finding[]): boolean {
  return findings.some(({ state }) => state === 'problem')
}
