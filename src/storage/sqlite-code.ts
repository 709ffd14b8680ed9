/** https://www.sqlite.org/rescode.html */
export const BUSY = 5
export const CORRUPT = 11
export const NOT_A_DATABASE = 26

const TOO_BIG = 18
const CONSTRAINT = 19
const MISMATCH = 20

/** The primary result code of an error of `node:sqlite`; undefined for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

/** Whether the same statement will fail for as long as its values stay the same. */
export function isFaultOfValues(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === TOO_BIG || code === CONSTRAINT || code === MISMATCH
}
