export type ReadFile = (path: string) => string

export type ReadText =
  | { readonly text: string }
  | { readonly text: undefined; readonly missing: boolean; readonly reason: string }

/** Reads a file, or says in words why that is not possible. */
export function readText(path: string, readFile: ReadFile): ReadText {
  try {
    return { text: readFile(path) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return {
      text: undefined,
      missing: code === 'ENOENT',
      reason: REASONS[code] ?? `cannot be read (${code})`,
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory, not a file',
  EACCES: 'may not be read by this user',
}
