import { join } from 'node:path'
import { mean } from './averages.ts'
import { InputFault } from './input-fault.ts'
import { readLines, readTable, textField } from './read-input.ts'
import { foldOf } from './split.ts'

/** A short question that looks like a well-known one and is not. */
export interface StressRow {
  readonly text: string
  /** 0 to 9, by its question. */
  readonly fold: number
  /** Mean share of the models that fail, 0 to 1. */
  readonly failed: number
}

/** The trick questions of a folder; models that were not asked one do not count in it. */
export function readStress(folder: string): readonly StressRow[] {
  const { rows } = readTable(join(folder, 'outcomes.csv'))
  const outcomes = new Map(
    rows.map(([id, ...values]) => [id, values.filter((value) => value !== '').map(Number)]),
  )
  return readLines(join(folder, 'prompts.jsonl')).map((line) => {
    const text = textField(line, 'prompt')
    const known = outcomes.get(textField(line, 'id'))
    if (known === undefined) throw new InputFault(`${line.place}: no outcomes`)
    return { text, fold: foldOf(text), failed: 1 - mean(known) }
  })
}
