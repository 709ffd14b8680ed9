/** Passes the first `limit` distinct values through and turns all later ones into `rest`: bounds what grows with them. */
export function distinctCap(limit: number, rest: string): (value: string) => string {
  const seen = new Set<string>()
  return (value) => {
    if (seen.has(value)) return value
    if (seen.size >= limit) return rest
    seen.add(value)
    return value
  }
}
