/**
 * Whether the whole of `text` fits `glob`, whatever the case. `*` stands for any run of characters, `/` included, and
 * `?` for exactly one; every other character for itself, so model ids need no escaping. Costs at most the two lengths
 * multiplied, whatever the glob.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = [...glob.toLowerCase()]
  const target = [...text.toLowerCase()]
  let at = 0
  let from = 0
  let star: { readonly at: number; from: number } | undefined
  while (from < target.length) {
    if (pattern[at] === '*') {
      star = { at, from }
      at += 1
    } else if (fits(pattern[at], target[from])) {
      at += 1
      from += 1
    } else if (star) {
      star.from += 1
      at = star.at + 1
      from = star.from
    } else {
      return false
    }
  }
  return pattern.slice(at).every((rest) => rest === '*')
}

function fits(wanted: string | undefined, found: string | undefined): boolean {
  return wanted === found || wanted === '?'
}
