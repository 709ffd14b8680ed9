import { join } from 'node:path'
import { readLines, textField } from '../bench/routing/read-input.ts'
import { givesOptions } from '../src/analysis/given-options.ts'
import { FAMILIES, type Family, type Subject } from '../src/contracts/routing.ts'
import type { PromptRow } from './prompt-row.ts'

/** What the steps 1 to 5 in which people rated difficulty stand for. */
const DIFFICULTIES: readonly number[] = [0.05, 0.22, 0.45, 0.68, 0.9]

/** They are few beside drawn ones, and the only ones whose difficulty people judged. */
const WEIGHTS = { weight: 2, difficultyWeight: 2 }

const FILES = ['english', 'western', 'eastern', 'contrasts'].map((name) => `prompts/${name}.jsonl`)

/** The project's own prompts, written and rated by people; Error names a line whose family or difficulty is none. */
export function ownRows(): readonly PromptRow[] {
  return FILES.flatMap((file) =>
    readLines(join(import.meta.dirname, file)).map((line): PromptRow => {
      const text = textField(line, 'prompt')
      const family = FAMILIES.find((name) => name === line.fields['family'])
      const difficulty = DIFFICULTIES[Number(line.fields['difficulty']) - 1]
      if (family === undefined || difficulty === undefined) {
        throw new Error(`${line.place}: no family, or no difficulty from 1 to 5`)
      }
      const choice = givesOptions(text)
      return { text, file, family, subject: subjectOf(family), choice, difficulty, ...WEIGHTS }
    }),
  )
}

/** The subject of work that has one by its kind; undefined for questions, which may be about anything. */
export function subjectOf(family: Family): Subject | undefined {
  if (family === 'code') return 'computing'
  if (family === 'math') return 'math'
  return family === 'knowledge' || family === 'reasoning' ? undefined : 'other'
}
