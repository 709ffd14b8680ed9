import { expect, it } from 'vitest'
import { answeredBy, datasetPage } from './answers.fixture.ts'
import { datasetRows } from './dataset-rows.ts'

const table = { source: 'a table', dataset: 'a/b', config: 'default', split: 'train' }
const rows = Array.from({ length: 5 }, (_, n) => ({ n }))

it('reads page by page, whatever a page holds', async () => {
  const options = answeredBy((address) => datasetPage(rows, address, 2))
  expect(await datasetRows(table, options)).toEqual(rows)
})

it('is not done when rows are missing at the end', async () => {
  const options = answeredBy((address) =>
    address.includes('offset=0')
      ? datasetPage(rows, address, 2)
      : JSON.stringify({ rows: [], num_rows_total: 5 }),
  )
  await expect(datasetRows(table, options)).rejects.toThrow('a table: the rows ended after 2 of 5')
})

it('reads no table of millions', async () => {
  const options = answeredBy(() => JSON.stringify({ rows: [{ row: {} }], num_rows_total: 1e6 }))
  await expect(datasetRows(table, options)).rejects.toThrow('1000000 rows are too many')
})

it('reads no more than the limit, over all pages', async () => {
  const padding = ' '.repeat(20 * 1024 * 1024)
  const options = answeredBy((address) => padding + datasetPage(rows, address, 1))
  await expect(datasetRows(table, options)).rejects.toThrow('a table: the answers are too long')
})

it('asks as whoever the key is of', async () => {
  const seen: unknown[] = []
  const options = answeredBy(String, 'hf_key')
  await datasetRows(table, {
    ...options,
    get: (address, headers) => {
      seen.push(headers)
      return Promise.resolve(datasetPage(rows, address))
    },
  })
  expect(seen).toEqual([{ authorization: 'Bearer hf_key' }])
})
