const LONGEST = 300

/** Applied in this order to a name in lower case. */
const REWRITES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/:latest$/g, ''],
  [/\.(?:gguf|safetensors|bin|llamafile)$/g, ''],
  [/-\d{5}-of-\d{5}$/g, ''],
  // A point within a number is also spelled `_` (`stablelm-2-1_6b`) or `p` (`llama-v3p1`).
  [/(?<=-\d)_(?=\d)|(?<=v\d)p(?=\d)/g, '.'],
  [/(?<!\d)\.|\.(?!\d)/g, '-'],
  [/[^a-z0-9.]+/g, '-'],
  // An owner in the file name that the model's own name repeats: `Qwen_Qwen3-8B`.
  [/(?<![^-])([a-z]+)-(?=\1)/g, ''],
  [/(?<=[a-z]-?\d)-(?=\d(?:-|$))/g, '.'],
  [/(?<=[a-z])(?<!\d[a-z])-(?=\d{1,2}(?:\.\d{1,2})*(?:-|$))/g, ''],
]

/**
 * The file or model name at the end of an id, in lower case, and the same with the folder or owner before it. Each part
 * is cut to 300 characters.
 */
export function nameParts(id: string): { readonly name: string; readonly withOwner: string } {
  const parts = id.toLowerCase().split(/[/\\]/).slice(-2)
  const cut = parts.map((part) => part.slice(0, LONGEST))
  return { name: cut.at(-1) ?? '', withOwner: cut.join('-') }
}

/**
 * One spelling for the many of a name: words divided by `-`, a version joined to the word before it.
 * `meta.llama3-1-70b`, `Llama-3.1-70B.gguf` and `llama3.1:70b` all hold `llama3.1-70b`.
 */
export function canonicalName(name: string): string {
  return REWRITES.reduce(
    (text, [pattern, replacement]) => text.replaceAll(pattern, replacement),
    name,
  )
}

/** A pattern that finds any of the alternatives of `words` from the start of a word on. */
export function wordStarting(words: string): RegExp {
  return new RegExp(`(?<![^-])(?:${words})(?![a-z])`)
}
