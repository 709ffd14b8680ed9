import { isDeepStrictEqual } from 'node:util'
import type { CodeTest } from './check.ts'
import { runSandboxed } from './sandbox.ts'

/**
 * Whether the JavaScript of an answer passes its tests. It runs where nothing of this program can be reached, and only
 * JSON comes back; results are compared here, so that nothing it redefines can make a wrong one right.
 */
export async function passes(
  text: string,
  name: string,
  tests: readonly CodeTest[],
): Promise<boolean> {
  const source = codeIn(text, name)
  if (source === undefined) return false
  const results = await runSandboxed({ source, name, inputs: tests.map(({ given }) => given) })
  return (
    results !== undefined &&
    tests.every(({ gives }, at) => isDeepStrictEqual(results[at], { gave: gives }))
  )
}

/** The last fenced block that names the function, or all of an answer without fences. */
function codeIn(text: string, name: string): string | undefined {
  const blocks = text.split('```')
  const fenced = blocks
    .filter((_, at) => at % 2 === 1)
    .map((block) => block.replace(/^(?:js|javascript|jsx|mjs|ts|typescript)\b/i, ''))
  const candidates = fenced.length > 0 ? fenced : [text]
  const found = candidates.findLast((block) => block.includes(name))
  return found?.replaceAll(/^[ \t]*export (?:default )?(?=function|const|let|class|async)/gm, '')
}
