import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { InputFault } from './input-fault.ts'
import type { Pool, PoolRow } from './pool.ts'
import { type InputLine, readLines, readTable, textField } from './read-input.ts'
import { foldOf } from './split.ts'
import { withoutDuplicates } from './without-duplicates.ts'

/** What to read of a folder. */
export interface PoolSource {
  /** Default: the folder's name. */
  readonly name?: string
  /** Default: every column. */
  readonly models?: readonly string[]
  /** Of the task of a prompt; default: `task`, `category` or nothing. */
  readonly task?: string
  /** What a row costs by what stands in this file for each model; default: `cost_usd.csv` as it is. */
  readonly cost?: {
    readonly file: string
    price(value: number, model: string): number
  }
}

const AS_DOLLARS = { file: 'cost_usd.csv', price: (value: number): number => value }

/** A pool from `prompts.jsonl`, `outcomes.csv` and, where there is one, a table of costs; InputFault says what is wrong. */
export function readPool(folder: string, source: PoolSource = {}): Pool {
  const lines = readLines(join(folder, 'prompts.jsonl'))
  const outcomes = readColumns(join(folder, 'outcomes.csv'), source.models)
  const cost = source.cost ?? AS_DOLLARS
  const costPath = join(folder, cost.file)
  const costs = existsSync(costPath) ? readColumns(costPath, outcomes.models) : undefined
  const prompts = new Map(lines.map((line) => [idOf(line), line]))
  for (const id of outcomes.values.keys()) {
    if (!prompts.has(id)) throw new InputFault(`outcomes.csv: no prompt has the id ${id}`)
  }
  const rows = [...prompts].flatMap(([id, line]) => {
    const row = rowOf(line, outcomes.values.get(id), source.task)
    const paid = costs?.values.get(id)
    return row === undefined || (costs !== undefined && paid === undefined)
      ? []
      : [{ ...row, costs: paid?.map((value, at) => cost.price(value, outcomes.models[at] ?? '')) }]
  })
  const name = source.name ?? basename(resolve(folder))
  const kept = withoutDuplicates(rows)
  if (kept.length === 0) throw new InputFault(`${name}: no prompt has the outcomes of all models`)
  return {
    name,
    models: outcomes.models,
    pricedBySize: source.cost !== undefined || costs === undefined,
    rows: kept,
    duplicates: rows.length - kept.length,
    incomplete: lines.length - rows.length,
  }
}

/** Ids may be written as numbers. */
function idOf(line: InputLine): string {
  const { id } = line.fields
  return typeof id === 'number' ? String(id) : textField(line, 'id')
}

function rowOf(
  line: InputLine,
  outcomes: readonly number[] | undefined,
  given: string | undefined,
): PoolRow | undefined {
  if (outcomes === undefined) return undefined
  const odd = outcomes.find((value) => value < 0 || value > 1)
  if (odd !== undefined) {
    throw new InputFault(`outcomes.csv: ${odd} is not from 0 to 1 (id ${idOf(line)})`)
  }
  const text = textField(line, 'prompt')
  const task = given ?? line.fields['task'] ?? line.fields['category']
  return { text, task: typeof task === 'string' ? task : '', fold: foldOf(text), outcomes }
}

interface Columns {
  readonly models: readonly string[]
  /** By id; only rows in which no asked column is empty. */
  readonly values: ReadonlyMap<string, readonly number[]>
}

function readColumns(path: string, wanted: readonly string[] | undefined): Columns {
  const { header, rows } = readTable(path)
  const file = basename(path)
  if (header[0] !== 'id' || header.length < 2) {
    throw new InputFault(`${file}: the first line is not "id" and names of models`)
  }
  const models = wanted ?? header.slice(1)
  const columns = models.map((model) => header.indexOf(model))
  const missing = models[columns.indexOf(-1)]
  if (missing !== undefined) throw new InputFault(`${file} has no column ${missing}`)
  const values = new Map<string, readonly number[]>()
  for (const [at, row] of rows.entries()) {
    const texts = columns.map((column) => row[column]?.trim() ?? '')
    if (texts.includes('')) continue
    values.set(
      row[0] ?? '',
      texts.map((text) => numberIn(text, `${file}, line ${at + 2}`)),
    )
  }
  return { models, values }
}

function numberIn(text: string, place: string): number {
  const value = Number(text)
  if (Number.isFinite(value)) return value
  throw new InputFault(`${place}: ${text} is not a number`)
}
