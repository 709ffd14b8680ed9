const LONGEST = 200

/**
 * The known names that someone who wrote `wanted` most likely meant, nearest first and at most `limit` of them: those a
 * few typing errors away, and those that contain it or are contained in it. Case does not count; names of more than
 * 200 characters are never offered.
 */
export function nearNames(wanted: string, known: Iterable<string>, limit = 3): string[] {
  const target = wanted.slice(0, LONGEST).toLowerCase()
  const found: { readonly name: string; readonly distance: number }[] = []
  for (const name of known) {
    if (name.length > LONGEST) continue
    const distance = plausibleDistance(target, name.toLowerCase())
    if (distance !== undefined) found.push({ name, distance })
  }
  return found
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ name }) => name)
}

/** One error in four characters is still a slip; more is another word. */
function plausibleDistance(target: string, name: string): number | undefined {
  const apart = Math.abs(target.length - name.length)
  if (Math.min(target.length, name.length) >= 3 && (name.includes(target) || target.includes(name)))
    return apart
  const slips = Math.max(1, Math.floor(target.length / 4))
  if (apart > slips || target.length < 2) return undefined
  const distance = editDistance(target, name)
  return distance > slips ? undefined : distance
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1)
      const swapped =
        a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? at(beforeLast, column - 2) + 1
          : Number.POSITIVE_INFINITY
      current.push(Math.min(replaced, swapped, at(last, column) + 1, at(current, column - 1) + 1))
    }
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
