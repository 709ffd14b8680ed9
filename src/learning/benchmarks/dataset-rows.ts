import { z } from 'zod'
import { ANSWER_LIMIT } from './answer-limit.ts'
import type { FetchOptions } from './benchmark.ts'
import { parsedAnswer } from './parsed-answer.ts'

/** A table that the Hugging Face hub serves row by row. */
export interface Dataset {
  readonly source: string
  readonly dataset: string
  readonly config: string
  readonly split: string
  /** Only rows with this value in this column. */
  readonly where?: readonly [column: string, value: string]
}

const SERVER = 'https://datasets-server.huggingface.co'

/** The most that the server gives at once. */
const PAGE = 100
const MOST_ROWS = 20_000

const answer = z.object({
  rows: z.array(z.object({ row: z.record(z.string(), z.unknown()) })),
  num_rows_total: z.number().int().nonnegative(),
})

/** All rows of the table, page by page; Error when a page is not one, or when there are too many. */
export async function datasetRows(
  table: Dataset,
  options: Omit<FetchOptions, 'now'>,
): Promise<readonly Row[]> {
  const all: Row[] = []
  let length = 0
  let total = 1
  while (all.length < total) {
    const page = await pageOf(table, all.length, options)
    length += page.length
    total = page.total
    if (length > ANSWER_LIMIT) throw new Error(`${table.source}: the answers are too long`)
    all.push(...page.rows)
  }
  return all
}

type Row = Readonly<Record<string, unknown>>

interface Page {
  readonly rows: readonly Row[]
  /** Characters. */
  readonly length: number
  readonly total: number
}

async function pageOf(
  { source, ...table }: Dataset,
  offset: number,
  { get, key, signal }: Omit<FetchOptions, 'now'>,
): Promise<Page> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const text = await get(addressOf(table, offset), headers, signal)
  const { rows, num_rows_total: total } = parsedAnswer(source, text, answer)
  if (total > MOST_ROWS) throw new Error(`${source}: ${total} rows are too many`)
  if (rows.length === 0 && total > offset) {
    throw new Error(`${source}: the rows ended after ${offset} of ${total}`)
  }
  return { rows: rows.map(({ row }) => row), length: text.length, total }
}

function addressOf(
  { dataset, config, split, where }: Omit<Dataset, 'source'>,
  offset: number,
): string {
  const query = new URLSearchParams({ dataset, config, split })
  if (where !== undefined) query.set('where', `"${where[0]}"='${where[1]}'`)
  query.set('offset', `${offset}`)
  query.set('length', `${PAGE}`)
  return `${SERVER}/${where === undefined ? 'rows' : 'filter'}?${query}`
}
