import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PromptRow } from './prompt-row.ts'

/** A file that prompts were taken from; a folder stands for all of its files. */
export interface LearnedFile {
  readonly file: string
  /** Of the file's bytes; of a folder those of its files in the order of their names. */
  readonly sha256: string
  /** Prompts taken from it. */
  readonly rows: number
  readonly licence: string
  /** Of the split by question; own prompts are in no track and have none. */
  readonly folds: '0-5' | 'all'
}

/** Licences of public data, by the beginning of the path; the first that fits. */
const LICENCES: readonly (readonly [start: string, licence: string])[] = [
  ['routellm/mmlu_responses', 'MIT (questions)'],
  ['mmlu_pro', 'Apache-2.0'],
  ['zeroeval_', 'Apache-2.0'],
  ['llmrouter_9models', 'MIT'],
  ['misguided_attention', 'CC0-1.0'],
  ['prompt_sets/bbh', 'MIT'],
  ['prompt_sets/', 'Apache-2.0'],
]

/** The files that rows are from, in the order met; Error when the licence of one is not known. */
export function learnedFiles(rows: readonly PromptRow[], data: string): readonly LearnedFile[] {
  const counts = new Map<string, number>()
  for (const { file } of rows) counts.set(file, (counts.get(file) ?? 0) + 1)
  return [...counts].map(([file, count]) => {
    const own = join(import.meta.dirname, file)
    const isOwn = existsSync(own)
    const licence = isOwn ? 'MIT' : LICENCES.find(([start]) => file.startsWith(start))?.[1]
    if (licence === undefined) throw new Error(`the licence of ${file} is not known`)
    const sha256 = hashOf(isOwn ? own : join(data, file))
    const name = isOwn ? `training/${file}` : file
    return { file: name, sha256, rows: count, licence, folds: isOwn ? 'all' : '0-5' }
  })
}

function hashOf(path: string): string {
  const hash = createHash('sha256')
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .toSorted()
        .map((name) => join(path, name))
    : [path]
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex')
}
