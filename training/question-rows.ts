import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLines, readTable, textField } from '../bench/routing/read-input.ts'
import { foldOf } from '../bench/routing/split.ts'
import type { Family, Subject } from '../src/contracts/routing.ts'
import { subjectIn } from './answered-rows.ts'
import type { PromptRow } from './prompt-row.ts'
import { mmluSubject, PUZZLES, questionLabels, scenarioFamily } from './task-labels.ts'

/** Prompts of one puzzle differ in little but names. */
const OF_EACH_PUZZLE = 30
/** Long ones are mostly material. */
const LONGEST = 2000

/** Public prompts of which only the kind of work is known; only of the folds asked for. */
export function questionRows(data: string, isWanted: (fold: number) => boolean): PromptRow[] {
  const sets = join(data, 'prompt_sets')
  const rows = [
    ...mmlu(join(data, 'routellm', 'mmlu_responses')),
    ...puzzles(join(sets, 'bbh')),
    ...domains(join(sets, 'vllm_sr_domain_classify_cases.json')),
    ...domainExamples(join(sets, 'vllm_sr_mmlu_exemplars.json')),
    ...scenarios(join(sets, 'autoj_pairwise_58_scenarios.jsonl')),
    ...arena(join(sets, 'arena_hard_v2.0_questions.jsonl')),
  ]
  return rows.filter(({ text }) => isWanted(foldOf(text)))
}

/** The questions alone: what models answered stands in the other columns and is not looked at. */
function mmlu(folder: string): PromptRow[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const subject = mmluSubject(name)
      const { family, most = 0 } = questionLabels(subject)
      return readTable(join(folder, name)).rows.map(([text = ''], at): PromptRow => {
        const told = at < most / 4 ? family : undefined
        const file = 'routellm/mmlu_responses'
        return { text, file, family: told, subject, choice: true, weight: 0.5, difficultyWeight: 0 }
      })
    })
}

function puzzles(folder: string): PromptRow[] {
  return PUZZLES.flatMap((name) => {
    const { examples }: { examples: { input: string }[] } = JSON.parse(
      readFileSync(join(folder, `${name}.json`), 'utf8'),
    )
    return examples
      .slice(0, OF_EACH_PUZZLE)
      .map(({ input }) => rowOf(input, `prompt_sets/bbh/${name}.json`, { family: 'reasoning' }))
  })
}

function domains(path: string): PromptRow[] {
  const cases: { category: string; question: string }[] = JSON.parse(readFileSync(path, 'utf8'))
  const file = 'prompt_sets/vllm_sr_domain_classify_cases.json'
  return cases.map((one) => rowOf(one.question, file, { subject: subjectIn(one.category) }))
}

function domainExamples(path: string): PromptRow[] {
  const { labels }: { labels: Record<string, { exemplars: string[] }> } = JSON.parse(
    readFileSync(path, 'utf8'),
  )
  const file = 'prompt_sets/vllm_sr_mmlu_exemplars.json'
  return Object.entries(labels).flatMap(([name, { exemplars }]) =>
    exemplars.map((text) => rowOf(text, file, { subject: subjectIn(name) })),
  )
}

function scenarios(path: string): PromptRow[] {
  const file = 'prompt_sets/autoj_pairwise_58_scenarios.jsonl'
  return readLines(path).flatMap((line) => {
    const family = scenarioFamily(textField(line, 'scenario'))
    return family === undefined ? [] : [rowOf(textField(line, 'prompt'), file, { family })]
  })
}

function arena(path: string): PromptRow[] {
  const families: Readonly<Record<string, Family>> = {
    coding: 'code',
    math: 'math',
    creative_writing: 'writing',
  }
  const file = 'prompt_sets/arena_hard_v2.0_questions.jsonl'
  return readLines(path).map((line) =>
    rowOf(textField(line, 'prompt'), file, { family: families[textField(line, 'subcategory')] }),
  )
}

function rowOf(
  text: string,
  file: string,
  known: { readonly family?: Family | undefined; readonly subject?: Subject | undefined },
): PromptRow {
  return { text: text.slice(0, LONGEST), file, ...known, weight: 1, difficultyWeight: 0 }
}
