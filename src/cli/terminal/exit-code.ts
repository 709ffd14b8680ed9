/** What the commands end with; `--help` lists those of each. */
export const EXIT_CODE = {
  done: 0,
  /** Something is wrong, or the command was called wrongly. */
  problem: 1,
  configuration: 2,
  database: 3,
  /** The port or the database is another's. */
  inUse: 4,
} as const

const MEANINGS: Readonly<Record<keyof typeof EXIT_CODE, string>> = {
  done: 'nothing is wrong',
  problem: 'something is wrong, or the command was called wrongly',
  configuration: 'the configuration is wrong',
  database: 'the database cannot be used',
  inUse: 'the port or the database is in use',
}

/** The lines below a command's help that say what it ends with. */
export function exitCodeHelp(...names: readonly (keyof typeof EXIT_CODE)[]): string {
  const lines = names.map((name) => `  ${EXIT_CODE[name]}  ${MEANINGS[name]}`)
  return ['', 'Exit codes:', ...lines].join('\n')
}
