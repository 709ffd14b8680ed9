import { foldId } from '../models/model-id.ts'
import { matchesGlob } from '../std/glob.ts'

/**
 * Whether any of the globs means this listed model: by its id, with or without `:latest`, or, where the glob has an
 * `@`, by `id@backend`.
 */
export function matchesModel(globs: readonly string[], id: string, backend: string): boolean {
  if (globs.length === 0) return false
  const folded = foldId(id)
  const ids = folded.length === id.length ? [id] : [id, folded]
  const pins = ids.map((it) => `${it}@${backend}`)
  return globs.some((glob) => {
    const names = glob.includes('@') ? [...ids, ...pins] : ids
    return names.some((name) => matchesGlob(glob, name))
  })
}
