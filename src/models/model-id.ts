/** What makes ids one model: lower case, without Ollama's `:latest`, which every name without a tag stands for. */
export function foldId(id: string): string {
  const folded = id.toLowerCase()
  return folded.endsWith(':latest') ? folded.slice(0, -':latest'.length) : folded
}
