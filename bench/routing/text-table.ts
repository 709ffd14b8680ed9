/** A table in aligned columns: the first to the left, the others to the right, a blank line where a row is empty. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  }
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

/** A share of 1 as a percentage with two digits after the point. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}

/** A difference of shares in percentage points, with its sign. */
export function points(difference: number): string {
  return `${difference < 0 ? '-' : '+'}${Math.abs(100 * difference).toFixed(2)}`
}

/** A figure with three digits after the point. */
export function figure(value: number | null): string {
  return value === null || Number.isNaN(value) ? '-' : value.toFixed(3)
}

/** Whether a goal was met. */
export function verdict(met: boolean): string {
  return met ? 'met' : 'MISSED'
}
