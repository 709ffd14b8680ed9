/** Cuts text into what the simulation calls tokens; joined again they are the text. */
export function tokenise(text: string): readonly string[] {
  return text.match(TOKEN) ?? []
}

const TOKEN = /\s*(?:[\p{L}\p{N}_]{1,16}|[^\s\p{L}\p{N}_])|\s+$/gu
