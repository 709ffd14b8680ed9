import { confusionOf, macroF1 } from '../bench/routing/macro-f1.ts'
import { rankCorrelation } from '../bench/routing/rank-correlation.ts'
import { textDifficulty } from '../src/analysis/difficulty.ts'
import { excerpt } from '../src/analysis/excerpt.ts'
import { type PromptHeads, type WordsProfile, wordsProfile } from '../src/analysis/prompt-heads.ts'
import { FAMILIES, SUBJECTS } from '../src/contracts/routing.ts'
import type { PromptRow } from './prompt-row.ts'

/** How well heads do on prompts that they have not seen; shares of 1, rounded. */
export interface Scores {
  readonly prompts: number
  readonly familyMacroF1: number | undefined
  readonly subjectMacroF1: number | undefined
  /** Share of prompts where it is told right whether an answer is to be chosen. */
  readonly choice: number | undefined
  /** Spearman's correlation with the known difficulty. */
  readonly difficulty: number | undefined
}

/** Scores heads on prompts; undefined where no prompt tells the truth. */
export function scoresOf(heads: PromptHeads, rows: readonly PromptRow[]): Scores {
  const judged = rows.map((row) => {
    const text = excerpt([{ role: 'user', content: row.text }])
    const words = wordsProfile(heads, text)
    return { row, words, difficulty: textDifficulty(heads, { ...words, characters: text.length }) }
  })
  const chosen = judged.filter(({ row }) => row.choice !== undefined)
  const rated = judged.filter(({ row }) => row.difficulty !== undefined)
  return {
    prompts: rows.length,
    familyMacroF1: rounded(f1(judged, FAMILIES, ({ family }) => family, 'families')),
    subjectMacroF1: rounded(f1(judged, SUBJECTS, ({ subject }) => subject, 'subjects')),
    choice: rounded(
      chosen.filter(({ row, words }) => words.choice > 0.5 === row.choice).length / chosen.length,
    ),
    difficulty: rounded(
      rankCorrelation(
        rated.map(({ row }) => row.difficulty ?? 0),
        rated.map(({ difficulty }) => difficulty),
      ),
    ),
  }
}

interface Judged {
  readonly row: PromptRow
  readonly words: WordsProfile
}

function f1<Name extends string>(
  judged: readonly Judged[],
  names: readonly Name[],
  truthOf: (row: PromptRow) => Name | undefined,
  side: 'families' | 'subjects',
): number {
  const pairs = judged.flatMap(({ row, words }): (readonly [Name, Name])[] => {
    const truth = truthOf(row)
    const shares = words[side] as Readonly<Record<Name, number>>
    const guess = names.reduce((most, name) => (shares[name] > shares[most] ? name : most))
    return truth === undefined ? [] : [[truth, guess]]
  })
  return macroF1(confusionOf(names, pairs))
}

function rounded(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : Math.round(value * 10_000) / 10_000
}
