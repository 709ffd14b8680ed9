/** A longer run of neighbours is told by its first and last. */
const LONGEST_RUN = 3

/** The paths of those in a list of which this is true, or of a field of theirs: `tools[2].strict`, `tools[2..40].strict`. */
export function placesOf(
  list: unknown,
  is: (each: unknown) => boolean,
  path: string,
  field = '',
): readonly string[] {
  const indices = listOf(list).flatMap((each, at) => (is(each) ? [at] : []))
  return runsOf(indices).flatMap((run) => {
    const [first] = run
    if (run.length > LONGEST_RUN) return [`${path}[${first}..${run.at(-1)}]${field}`]
    return run.map((at) => `${path}[${at}]${field}`)
  })
}

/** A list in a client's body; none where it has something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function runsOf(indices: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = []
  for (const at of indices) {
    const last = runs.at(-1)
    if (last?.at(-1) === at - 1) last.push(at)
    else runs.push([at])
  }
  return runs
}
