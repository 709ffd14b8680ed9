/** Why a database cannot be used. `in_use` passes by itself; for the rest somebody has to act. */
export type DatabaseProblem = keyof typeof PROBLEMS

const PROBLEMS = {
  not_a_file: 'is not a file',
  empty: 'is an empty file (0 bytes)',
  not_sqlite: 'is not a SQLite database',
  foreign: 'belongs to another program',
  original: 'was made by the original SmarterRouter, whose tables this version does not use',
  newer: 'was written by a newer version of SmarterRouter',
  damaged: 'is damaged',
  in_use: 'is in use by another running SmarterRouter',
  unreachable: 'cannot be opened',
} as const

const REMEDIES: { readonly [problem in DatabaseProblem]?: string } = {
  in_use: 'Stop that one',
  unreachable: 'Let this user write to its folder, see that the disk has room,',
}

/** Stops the start; its message is one line that names the file and says what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly problem: DatabaseProblem

  constructor(problem: DatabaseProblem, message: string) {
    super(message)
    this.problem = problem
  }

  static of(problem: DatabaseProblem, path: string, detail?: string): DatabaseError {
    const what = detail === undefined ? PROBLEMS[problem] : `${PROBLEMS[problem]} (${detail})`
    const first = REMEDIES[problem] ?? 'It was left untouched: move it away'
    return new DatabaseError(
      problem,
      `Database ${path} ${what}. ${first} or set ROUTER_DATABASE_URL to another file.`,
    )
  }
}
