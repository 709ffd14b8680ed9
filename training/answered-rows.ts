import { join } from 'node:path'
import { type InputLine, readLines, readTable, textField } from '../bench/routing/read-input.ts'
import { foldOf } from '../bench/routing/split.ts'
import { type Family, SUBJECTS, type Subject } from '../src/contracts/routing.ts'
import { billionsIn } from './billions-in.ts'
import { itemDifficulties } from './item-difficulty.ts'
import type { PromptRow } from './prompt-row.ts'
import { LOCAL_TASKS, questionLabels, type TaskLabels } from './task-labels.ts'

/** Sets of prompts with what many models answered, and what is known of each prompt. */
const SETS: Readonly<Record<string, (line: InputLine) => TaskLabels>> = {
  mmlu_pro: (line) => questionLabels(subjectIn(textField(line, 'category'))),
  zeroeval_gsm: () => ({ family: 'math', subject: 'math', choice: false, most: 300 }),
  zeroeval_math_l5: () => ({ family: 'math', subject: 'math', choice: false, most: 300 }),
  zeroeval_crux: () => ({ family: 'code', subject: 'computing', choice: false, most: 60 }),
  llmrouter_9models: (line) => LOCAL_TASKS[textField(line, 'task')] ?? {},
  misguided_attention: () => ({ family: 'reasoning', choice: false }),
}

/** They are many, and from few tasks. */
const DIFFICULTY_WEIGHT = 0.3
/** Open questions are graded by the letter, and mostly about what few people know. */
const OPEN_WEIGHT = 0.1

/** Prompts of public sets, as hard as they were for the models that answered; only of the folds asked for. */
export function answeredRows(data: string, isWanted: (fold: number) => boolean): PromptRow[] {
  return Object.entries(SETS).flatMap(([set, labelsOf]) => {
    const lines = readLines(join(data, set, 'prompts.jsonl')).filter((line) =>
      isWanted(foldOf(textField(line, 'prompt'))),
    )
    const difficulties = difficultiesOf(join(data, set, 'outcomes.csv'), lines)
    const told = new Map<string, number>()
    return lines.map((line, at): PromptRow => {
      const { family, subject, choice, most = Number.POSITIVE_INFINITY } = labelsOf(line)
      const task = `${family} ${subject} ${line.fields['task']}`
      told.set(task, (told.get(task) ?? 0) + 1)
      return {
        text: textField(line, 'prompt'),
        file: `${set}/prompts.jsonl`,
        family: (told.get(task) ?? 0) > most ? undefined : family,
        subject,
        choice,
        difficulty: difficulties[at],
        weight: 1,
        difficultyWeight: isOpen(family, choice) ? OPEN_WEIGHT : DIFFICULTY_WEIGHT,
      }
    })
  })
}

function isOpen(family: Family | undefined, choice: boolean | undefined): boolean {
  return family === 'knowledge' && choice === false
}

function difficultiesOf(path: string, lines: readonly InputLine[]): readonly number[] {
  const { header, rows } = readTable(path)
  const byId = new Map(rows.map((row) => [row[0], row]))
  const models = header.slice(1).map((model, at) => ({
    billions: billionsIn(model),
    answers: lines.map((line) => numberIn(byId.get(String(line.fields['id']))?.[at + 1])),
  }))
  return itemDifficulties(models)
}

function numberIn(text: string | undefined): number {
  return text === undefined || text === '' ? Number.NaN : Number(text)
}

/** The subject that a set calls by this name. */
export function subjectIn(name: string): Subject {
  if (name === 'computer science') return 'computing'
  return SUBJECTS.find((subject) => subject === name) ?? 'other'
}
