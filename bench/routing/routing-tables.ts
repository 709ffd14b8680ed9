import type { PairResult } from './pair-track.ts'
import type { PoolResult } from './pool-track.ts'
import type { RoutingResult } from './routing-result.ts'
import { figure, percent, points, textTable, verdict } from './text-table.ts'

/** A part of the report: what it is about, and its lines. */
export interface ReportPart {
  readonly name: string
  readonly text: string
}

type Row = readonly string[]

/** What the orders of prompts are called. */
const PAIR_LABELS: Readonly<Record<string, string>> = {
  random: 'random',
  length: 'length only',
  keywords: 'keywords of the original',
  complexity: 'weighted keywords',
  zero_label: 'router, no label: difficulty',
  zero_label_gain: 'router, no label: worth x gain',
  few_label: 'router, 1,500 labels',
  length_all_folds: 'length only, all folds',
}

/** What the interval of a pool's difference is to lie above, in points, where that is not 0. */
const FLOORS: Readonly<Record<string, number>> = { zeroeval: -1 }

/** Without labels: what length alone reaches on all folds. */
const APGR_GOALS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  mmlu: { zero_label: 0.586, few_label: 0.631 },
  gsm8k: { zero_label: 0.598 },
}

/** The findings for people, each beside its goal where there is one; parts that were not run are left out. */
export function routingTables(result: RoutingResult): readonly ReportPart[] {
  const { pairs, stress, ood, cold_start, online, families, latency, leakage } = result
  return [
    part('pools', poolRows(result.pools)),
    part('baselines', baselineRows(result.pools)),
    part('pairs', pairs && pairRows(pairs)),
    part('stress', stress && stressRows(stress)),
    part('cold start', cold_start && coldStartRows(cold_start)),
    part('online', online && onlineRows(online)),
    part('unseen tasks', ood && unseenRows(ood)),
    part('families', families && familyRows(families)),
    part('latency', latency && latencyRows(latency)),
    part('leakage', leakageRows(leakage)),
  ].filter(({ text }) => text !== '')
}

function part(name: string, rows: readonly Row[] | null): ReportPart {
  return { name, text: rows === null || rows.length < 2 ? '' : textTable(rows) }
}

function poolRows(pools: Readonly<Record<string, PoolResult>>): readonly Row[] {
  return [
    [
      'pool',
      'prompts',
      'best single',
      'router',
      'oracle',
      'difference',
      '95 % interval',
      'gap closed',
      'AUC',
      'Brier',
      'AIQ',
      'AIQ zero',
      'goal',
    ],
    ...Object.entries(pools).map(([name, pool]) => {
      const floor = FLOORS[name] ?? 0
      return [
        name,
        String(pool.prompts),
        percent(pool.best_single),
        percent(pool.router),
        percent(pool.oracle),
        points(pool.difference),
        `${points(pool.ci95[0])} to ${points(pool.ci95[1])}`,
        percent(pool.gap_closed),
        figure(pool.auc),
        figure(pool.brier),
        figure(pool.aiq),
        figure(pool.aiq_zero),
        `above ${floor} ${verdict(pool.ci95[0] > floor / 100)}, AIQ +0.025 ${verdict(pool.aiq - pool.aiq_zero >= 0.025)}`,
      ]
    }),
  ]
}

function baselineRows(pools: Readonly<Record<string, PoolResult>>): readonly Row[] {
  const names = Object.keys(pools)
  const baselines = Object.values(pools).flatMap((pool) => pool.baselines.map(({ name }) => name))
  const cell = (pool: string, name: string): string => {
    const accuracy = pools[pool]?.baselines.find((one) => one.name === name)?.accuracy
    return accuracy === undefined ? '-' : percent(accuracy)
  }
  const row = (label: string, of: (pool: PoolResult) => number): Row => [
    label,
    ...Object.values(pools).map((pool) => percent(of(pool))),
  ]
  return names.length === 0
    ? []
    : [
        ['right answers', ...names],
        ...[...new Set(baselines)].map((name) => [name, ...names.map((pool) => cell(pool, name))]),
        row('best single model', ({ best_single }) => best_single),
        row('the router', ({ router }) => router),
        row('oracle', ({ oracle }) => oracle),
      ]
}

function pairRows(pairs: Readonly<Record<string, PairResult>>): readonly Row[] {
  const rows = Object.entries(pairs).flatMap(([pair, { prompts, weak, strong, scores }]) => [
    [`${pair}, ${prompts} prompts, ${figure(weak)} and ${figure(strong)}`],
    ...Object.entries(scores).map(([name, score]) => [
      `  ${PAIR_LABELS[name] ?? name}`,
      figure(score.apgr),
      `${figure(score.ci95[0])} to ${figure(score.ci95[1])}`,
      percent(score.cpt50),
      percent(score.cpt80),
      pairGoal(pair, name, scores),
    ]),
  ])
  return [
    ['weak and strong model', 'APGR', '95 % interval', 'CPT 50 %', 'CPT 80 %', 'goal'],
    ...rows,
  ]
}

function pairGoal(pair: string, name: string, scores: PairResult['scores']): string {
  const goal = APGR_GOALS[pair]?.[name]
  if (goal === undefined) return ''
  const apgr = scores[name]?.apgr ?? 0
  const byNumber = `${figure(goal)} ${verdict(apgr >= goal)}`
  if (name !== 'zero_label') return byNumber
  return `${byNumber}, length ${verdict(apgr >= (scores['length']?.apgr ?? 1))}`
}

function stressRows(stress: NonNullable<RoutingResult['stress']>): readonly Row[] {
  return [
    [
      'trick questions',
      'prompts',
      'to the strong',
      'everyday to the strong',
      'told apart',
      'rank corr.',
    ],
    ...Object.entries(stress).map(([name, found]) => [
      name === 'all' ? 'all folds' : 'test folds',
      String(found.prompts),
      percent(found.to_strong),
      percent(found.everyday_to_strong),
      figure(found.separation),
      figure(found.correlation),
    ]),
  ]
}

function coldStartRows(steps: NonNullable<RoutingResult['cold_start']>): readonly Row[] {
  return [
    ['one new model: probes per kind', 'router', 'less best single', '95 % interval', 'lost'],
    ...steps.map(({ probes, router, difference, ci95, loss }) => [
      String(probes),
      percent(router),
      points(difference),
      `${points(ci95[0])} to ${points(ci95[1])}`,
      points(-loss),
    ]),
  ]
}

function onlineRows(online: NonNullable<RoutingResult['online']>): readonly Row[] {
  const all = online.after.map(() => percent(online.best_single))
  return [
    ['right so far, after requests', ...online.after.map(String)],
    ['greedy', ...online.greedy.map(percent)],
    ['exploring', ...online.exploring.map(percent)],
    ['best single model, known from the start', ...all],
    ['random', ...online.after.map(() => percent(online.random))],
  ]
}

function unseenRows(ood: NonNullable<RoutingResult['ood']>): readonly Row[] {
  return [
    ['task left out', 'best single', 'router', 'oracle', 'difference', '95 % interval', 'goal'],
    [
      `mean of ${ood.tasks}`,
      percent(ood.best_single),
      percent(ood.router),
      percent(ood.oracle),
      points(ood.difference),
      `${points(ood.ci95[0])} to ${points(ood.ci95[1])}`,
      `above -0.5 ${verdict(ood.difference > -0.005)}`,
    ],
    ...Object.entries(ood.by_task).map(([task, difference]) => {
      return [`  ${task}`, '', '', '', points(difference)]
    }),
  ]
}

function familyRows(families: NonNullable<RoutingResult['families']>): readonly Row[] {
  const names = Object.keys(families.confusion) as (keyof typeof families.confusion)[]
  return [
    [`said, ${families.prompts} prompts`, ...names, 'F1'],
    ...names.map((said) => [
      said,
      ...names.map((taken) => String(families.confusion[said][taken])),
      figure(families.f1[said]),
    ]),
    ['macro-F1', ...names.map(() => ''), figure(families.macro_f1)],
    [
      'rank correlation of difficulty',
      ...names.map(() => ''),
      figure(families.difficulty_correlation),
    ],
  ]
}

function latencyRows(latency: NonNullable<RoutingResult['latency']>): readonly Row[] {
  return [
    ['models, characters', 'cold ms', 'p50 ms', 'p99 ms'],
    ...latency.decisions.map(({ models, chars, cold_ms, p50_ms, p99_ms }) => [
      `${models}, ${chars}`,
      figure(cold_ms),
      figure(p50_ms),
      figure(p99_ms),
    ]),
    ['weights read and checked', figure(latency.load_ms)],
  ]
}

function leakageRows(leakage: RoutingResult['leakage']): readonly Row[] {
  return [
    ['track', 'train', 'test', 'questions on both', 'with any track', 'duplicates dropped'],
    ...leakage.map(({ track, train, test, shared, shared_with_any, duplicates }) =>
      [track, train, test, shared, shared_with_any, duplicates].map(String),
    ),
  ]
}
