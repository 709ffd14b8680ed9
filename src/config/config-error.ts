/** One thing that is wrong with the configuration. */
export interface Problem {
  /** The setting, such as `backends[0].kind`; empty when a whole file is at fault. */
  readonly path: string
  /** As it was written; never a secret. */
  readonly value?: string | undefined
  readonly reason: string
  /** The valid spelling that comes nearest. */
  readonly nearest?: string | undefined
  /** `smarterrouter.yaml:12:7`, or the name of a variable or flag. */
  readonly where?: string | undefined
}

/** Everything that is wrong with the configuration, at once; the message is meant for people. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(render(problems))
    this.problems = problems
  }
}

function render(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return [`The configuration has ${count}:`, ...problems.map(renderOne)].join('\n  ')
}

function renderOne({ path, value, reason, nearest, where }: Problem): string {
  const subject = value === undefined ? path : `${path} = ${value}`
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`
  const place = where === path ? undefined : where
  return [place, subject, `${reason}${hint}`].filter((part) => part).join(': ')
}
