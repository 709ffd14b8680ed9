import { join } from 'node:path'
import { FAMILIES, type Family } from '../../src/contracts/routing.ts'
import { InputFault } from './input-fault.ts'
import { readLines, textField } from './read-input.ts'

/** A prompt and the kind of work that people say it is. */
export interface LabelledPrompt {
  readonly text: string
  readonly family: Family
  /** 1 = trivial, 5 = hardest; undefined = not said. */
  readonly difficulty?: number | undefined
}

/** The project's own labelled prompts, which nothing is trained on. */
export const LABELLED_PROMPTS = join(import.meta.dirname, 'labelled-prompts.jsonl')

/** Reads a file of `{prompt, family}` lines; InputFault says which line is wrong. */
export function readLabelled(path: string): readonly LabelledPrompt[] {
  const prompts = readLines(path).map((line) => {
    const family = FAMILIES.find((name) => name === line.fields['family'])
    if (family === undefined) {
      throw new InputFault(`${line.place}: "family" is none of ${FAMILIES.join(', ')}`)
    }
    const { difficulty } = line.fields
    return {
      text: textField(line, 'prompt'),
      family,
      difficulty: typeof difficulty === 'number' ? difficulty : undefined,
    }
  })
  if (prompts.length === 0) throw new InputFault(`${path} holds no prompt`)
  return prompts
}
