/** The environment of this process; nothing else in the project reads it. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env
}
