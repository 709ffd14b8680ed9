import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { InputFault } from './input-fault.ts'
import type { Pair, PairRow } from './pair.ts'
import { readLines, readTable, textField } from './read-input.ts'
import { foldOf } from './split.ts'
import { withoutDuplicates } from './without-duplicates.ts'

const WEAK = 'mistralai/Mixtral-8x7B-Instruct-v0.1'
const STRONG = 'gpt-4-1106-preview'

/** RouteLLM's three sets with both models' outcomes, without the prompts that its authors found contaminated. */
export function readPairs(folder: string): readonly Pair[] {
  const mmlu = join(folder, 'mmlu_responses')
  const mmluFiles = readdirSync(mmlu).filter((file) => file.endsWith('.csv'))
  return [
    pairOf(
      'mmlu',
      mmluFiles.flatMap((file) => tableRows(join(mmlu, file))),
      join(folder, 'mmlu_contaminated_prompts.jsonl'),
    ),
    pairOf(
      'gsm8k',
      tableRows(join(folder, 'gsm8k', 'gsm8k_responses.csv')),
      join(folder, 'gsm8k', 'contaminated_prompts.jsonl'),
    ),
    pairOf(
      'mt_bench',
      judgedRows(join(folder, 'mt_bench')),
      join(folder, 'mt_bench', 'contaminated_prompts.jsonl'),
    ),
  ]
}

function pairOf(name: Pair['name'], rows: readonly PairRow[], contaminated: string): Pair {
  const dropped = new Set(
    existsSync(contaminated)
      ? readLines(contaminated).map((line) => textField(line, 'eval_prompt').trim())
      : [],
  )
  const clean = rows.filter(({ text }) => !dropped.has(text.trim()))
  const kept = withoutDuplicates(clean)
  return { name, rows: kept, duplicates: clean.length - kept.length }
}

function tableRows(path: string): readonly PairRow[] {
  const { header, rows } = readTable(path)
  const [prompt, weak, strong] = ['prompt', WEAK, STRONG].map((name) => header.indexOf(name))
  if (prompt !== 0 || weak === undefined || strong === undefined || weak < 0 || strong < 0) {
    throw new InputFault(`${path} has not the columns prompt, ${WEAK} and ${STRONG}`)
  }
  return rows.map((row) => {
    const text = row[prompt] ?? ''
    return {
      text,
      fold: foldOf(text),
      weak: Number(row[weak] === 'True'),
      strong: Number(row[strong] === 'True'),
    }
  })
}

/** The judge's scores of both turns, 1 to 10, averaged; the first turn is what a router sees. */
function judgedRows(folder: string): readonly PairRow[] {
  const scores = new Map<string, number>()
  for (const { fields } of readLines(join(folder, 'judgements.jsonl'))) {
    const key = `${fields['question_id']} ${fields['model']}`
    scores.set(key, (scores.get(key) ?? 0) + Number(fields['score']) / 2)
  }
  return readLines(join(folder, 'question.jsonl')).map(({ fields, place }) => {
    const turns = fields['turns']
    const text = Array.isArray(turns) ? String(turns[0]) : ''
    const weak = scores.get(`${fields['question_id']} ${WEAK}`)
    const strong = scores.get(`${fields['question_id']} ${STRONG}`)
    if (weak === undefined || strong === undefined) throw new InputFault(`${place}: not judged`)
    return { text, fold: foldOf(text), weak, strong }
  })
}
