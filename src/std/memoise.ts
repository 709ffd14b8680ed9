/**
 * The same function, which remembers its last results: between `limit` and twice as many, by key. A key that may be a
 * small part of a long text is kept as a copy, `copied`, since the part would hold all of the text in memory.
 */
export function memoise<T>(
  make: (key: string) => T,
  limit: number,
  copied: (key: string) => string = (key) => key,
): (key: string) => T {
  let recent = new Map<string, T>()
  let older: ReadonlyMap<string, T> = recent
  return (key) => {
    const known = recent.get(key)
    if (known !== undefined) return known
    const value = older.get(key) ?? make(key)
    if (recent.size >= limit) {
      older = recent
      recent = new Map()
    }
    recent.set(copied(key), value)
    return value
  }
}
