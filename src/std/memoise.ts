/** The same function, which remembers its last results: between `limit` and twice as many, by key. */
export function memoise<T>(make: (key: string) => T, limit: number): (key: string) => T {
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
    recent.set(key, value)
    return value
  }
}
