import { describe, expect, it } from 'vitest'
import {
  analysedModel,
  analysisAnswer,
  answeredBy,
  arenaRow,
  datasetPage,
  leaderboardRow,
} from '../answers.fixture.ts'
import type { FetchOptions } from '../benchmark.ts'
import { artificialAnalysis } from './artificial-analysis.ts'
import { huggingface } from './huggingface.ts'
import { benchmarkSources } from './index.ts'
import { lmarena } from './lmarena.ts'

const LONG_AGO = '2016-05-01'

describe.each(benchmarkSources.map((source) => [source.name, source] as const))(
  '%s',
  (name, source) => {
    const answered = (text: string) => source.fetch(answeredBy(() => text, 'k'))
    const old = {
      huggingface: (address: string) => datasetPage([leaderboardRow('a/b-7b', LONG_AGO)], address),
      lmarena: (address: string) =>
        datasetPage([arenaRow('b-7b', 1200, 'overall', LONG_AGO)], address),
      artificial_analysis: () => analysisAnswer([analysedModel('B 7B', LONG_AGO)]),
    }[name]
    const none = JSON.stringify({ rows: [], num_rows_total: 0, data: [] })

    it.each([
      ['a web page', '<!DOCTYPE html><html><body>Too many requests</body></html>', 'a web page'],
      ['no JSON', 'model,score\n', 'no JSON'],
      ['another shape', '{"error":"The dataset does not exist"}', 'another shape'],
      ['a list', '[]', 'another shape'],
      ['an empty list', none, 'no figures'],
    ])('is not taken for done by %s', async (_, text, message) => {
      await expect(answered(text)).rejects.toThrow(message)
      await expect(answered(text)).rejects.toThrow(name)
    })

    it('is not taken for done by figures of ten years ago', async () => {
      expect(old).toBeDefined()
      const options = answeredBy(old ?? String, 'k')
      await expect(source.fetch(options)).rejects.toThrow(/2016-05-01, more than three years ago/)
    })

    it('passes on why there was no answer', async () => {
      const get = () => Promise.reject(new Error('status 503'))
      const options: FetchOptions = { ...answeredBy(String, 'k'), get }
      await expect(source.fetch(options)).rejects.toThrow('status 503')
    })

    it('says under what licence its figures are', () => expect(source.licence).not.toBe(''))
  },
)

it('no two sources go by one name', () => {
  const names = benchmarkSources.flatMap(({ name, aliases }) => [name, ...aliases])
  expect(new Set(names).size).toBe(names.length)
})

describe('huggingface', () => {
  it('reads all pages', async () => {
    const all = Array.from({ length: 250 }, (_, at) => leaderboardRow(`org/model${at}-7b`))
    const asked: string[] = []
    const rows = await huggingface.fetch(
      answeredBy((address) => {
        asked.push(address)
        return datasetPage(all, address)
      }),
    )
    expect(rows).toHaveLength(250 * 6)
    expect(asked).toHaveLength(3)
    expect(asked[1]).toBe(
      'https://datasets-server.huggingface.co/rows?dataset=open-llm-leaderboard%2Fcontents&config=default&split=train&offset=100&length=100',
    )
    expect(rows[0]).toEqual({
      source: 'huggingface',
      model: 'org/model0-7b',
      metric: 'ifeval',
      value: 0.7585,
      date: '2025-03-01',
      family: 'writing',
    })
  })

  it('leaves out what is flagged, or no share', async () => {
    const flagged = { ...leaderboardRow('a/flagged-7b'), Flagged: true }
    const odd = { ...leaderboardRow('a/odd-7b'), 'BBH Raw': 53, 'MUSR Raw': null }
    const rows = await huggingface.fetch(answeredBy((at) => datasetPage([flagged, odd], at)))
    expect(rows.map(({ metric }) => metric)).toEqual(['ifeval', 'math-l5', 'gpqa', 'mmlu-pro'])
  })
})

describe('lmarena', () => {
  it('reads the categories that are kinds of work', async () => {
    const all = ['overall', 'coding', 'french'].flatMap((category) => [
      arenaRow('gpt-4o-2024-08-06', 1265.4, category),
      arenaRow('llama-3.1-8b-instruct', 1176, category),
    ])
    const rows = await lmarena.fetch(
      answeredBy((address) => {
        const where = new URL(address).searchParams.get('where')
        return datasetPage(
          all.filter((row) => where === `"category"='${row['category']}'`),
          address,
        )
      }),
    )
    expect(rows.map(({ metric, family, value }) => [metric, family, value])).toEqual([
      ['arena', 'chat', 1265.4],
      ['arena', 'chat', 1176],
      ['arena-coding', 'code', 1265.4],
      ['arena-coding', 'code', 1176],
    ])
    expect(lmarena.aliases).toContain('lmsys')
  })
})

describe('artificial_analysis', () => {
  it('reads shares, sends the key, and gives figures without a day that of today', async () => {
    const sent: unknown[] = []
    const options: FetchOptions = {
      ...answeredBy(String, 'secret'),
      get: (...[address, headers]) => {
        sent.push(address, headers)
        return Promise.resolve(
          analysisAnswer([analysedModel('o3-mini', '2025-01-31'), analysedModel('X')]),
        )
      },
    }
    const rows = await artificialAnalysis.fetch(options)
    expect(sent).toEqual([
      'https://artificialanalysis.ai/api/v2/data/llms/models',
      { 'x-api-key': 'secret' },
    ])
    expect(rows).toHaveLength(14)
    expect(rows[0]).toMatchObject({ model: 'o3-mini', metric: 'mmlu-pro', date: '2025-01-31' })
    expect(rows[7]).toMatchObject({ model: 'X', date: '2026-06-01' })
  })

  it('asks for nothing without a key', async () => {
    await expect(artificialAnalysis.fetch(answeredBy(String))).rejects.toThrow('a key is needed')
  })
})
