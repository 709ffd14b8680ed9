/** The items whose words no earlier item has; case, space and punctuation make no difference. */
export function withoutDuplicates<T extends { readonly text: string }>(items: readonly T[]): T[] {
  const seen = new Set<string>()
  return items.filter(({ text }) => {
    const words = bare(text)
    if (seen.has(words)) return false
    seen.add(words)
    return true
  })
}

function bare(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return words === '' ? text : words
}
