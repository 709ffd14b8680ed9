import { z } from 'zod'
import type { BenchmarkRow } from '../../../contracts/benchmark.ts'
import type { BenchmarkSource } from '../benchmark.ts'
import { checkedRows } from '../checked-rows.ts'
import { familyOfMetric } from '../metrics.ts'
import { parsedAnswer } from '../parsed-answer.ts'

const NAME = 'artificial_analysis'
const ADDRESS = 'https://artificialanalysis.ai/api/v2/data/llms/models'

/** Evaluations that are shares; its indices are sums of these and more. */
const METRICS: readonly (readonly [evaluation: string, metric: string])[] = [
  ['mmlu_pro', 'mmlu-pro'],
  ['gpqa', 'gpqa'],
  ['hle', 'hle'],
  ['livecodebench', 'livecodebench'],
  ['scicode', 'scicode'],
  ['math_500', 'math-500'],
  ['aime', 'aime'],
  ['aime_25', 'aime-25'],
  ['ifbench', 'ifbench'],
  ['lcr', 'long-context'],
  ['tau2', 'tau2'],
]

const answer = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      release_date: z.string().nullish(),
      evaluations: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
})

type Entry = z.infer<typeof answer>['data'][number]

/** Measures hosted and open models alike; free with a key, and with naming it. */
export const artificialAnalysis: BenchmarkSource = {
  name: NAME,
  aliases: ['aa'],
  licence: 'free with attribution to https://artificialanalysis.ai/',
  needsKey: true,
  async fetch({ get, key, now, signal }) {
    if (key === undefined || key === '') throw new Error(`${NAME}: a key is needed`)
    const text = await get(ADDRESS, { 'x-api-key': key }, signal)
    const { data } = parsedAnswer(NAME, text, answer)
    const today = new Date(now).toISOString().slice(0, 10)
    return checkedRows(NAME, data.flatMap(figuresOf(today)), now)
  },
}

/** The figures have no day of their own: that of the model says whether somebody keeps the list up. */
function figuresOf(today: string): (entry: Entry) => readonly BenchmarkRow[] {
  return ({ name: model, release_date, evaluations }) => {
    const date = release_date?.slice(0, 10) || today
    return METRICS.flatMap(([evaluation, metric]) => {
      const value = evaluations?.[evaluation]
      const isShare = typeof value === 'number' && value >= 0 && value <= 1
      const family = familyOfMetric(NAME, metric)
      return isShare ? [{ source: NAME, model, metric, value, date, family }] : []
    })
  }
}
