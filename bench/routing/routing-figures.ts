import { costHull } from './cost-hull.ts'
import type { RoutingResult } from './routing-result.ts'
import { type Chart, svgChart } from './svg-chart.ts'

/** A picture of the findings. */
export interface RoutingFigure {
  readonly file: string
  /** What it shows, for those who cannot see it. */
  readonly alt: string
  readonly svg: string
}

/** The pictures that the findings suffice for. */
export function routingFigures(result: RoutingResult): readonly RoutingFigure[] {
  const { pools, cold_start, online } = result
  return [
    {
      file: 'frontier.svg',
      alt: 'Share of right answers by mean cost, the router beside mixtures of single models, for each pool',
      charts: Object.keys(pools).map((name) => frontier(name, pools)),
    },
    {
      file: 'calibration.svg',
      alt: 'How often answers were right by the probability that the router gave them, for each pool',
      charts: Object.keys(pools).map((name) => calibration(name, pools)),
    },
    {
      file: 'cold-start.svg',
      alt: 'Right answers with one unknown model, by the number of probes it was given',
      charts: cold_start === null ? [] : [coldStart(cold_start)],
    },
    {
      file: 'online.svg',
      alt: 'Right answers so far in a stream of requests that starts from priors',
      charts: online === null ? [] : [stream(online)],
    },
  ].flatMap(({ file, alt, charts }) =>
    charts.length === 0 ? [] : [{ file, alt, svg: svgChart(charts) }],
  )
}

function frontier(name: string, pools: RoutingResult['pools']): Chart {
  const { router = [], single = [] } = pools[name]?.points ?? {}
  const pairs = (points: typeof router): readonly (readonly [number, number])[] =>
    points.map(({ cost, quality }) => [cost, quality])
  return {
    title: name,
    x: 'mean cost of an answer',
    y: 'share right',
    series: [
      { name: 'router', points: pairs(router.toSorted((a, b) => a.cost - b.cost)) },
      { name: 'single models', points: pairs(single), look: 'dots' },
      { name: 'mixed by lot', points: pairs(costHull(single)), look: 'dashes' },
    ],
  }
}

function calibration(name: string, pools: RoutingResult['pools']): Chart {
  const bins = pools[name]?.calibration ?? []
  return {
    title: name,
    x: 'probability of a right answer',
    y: 'share right',
    series: [
      { name: 'router', points: bins.map(({ predicted, actual }) => [predicted, actual]) },
      {
        name: 'means what it says',
        points: [
          [0, 0],
          [1, 1],
        ],
        look: 'dashes',
      },
    ],
  }
}

function coldStart(steps: NonNullable<RoutingResult['cold_start']>): Chart {
  return {
    title: 'local-9, one model new',
    x: 'probes of each kind of work',
    y: 'share right',
    series: [
      { name: 'router', points: steps.map(({ probes, router }) => [probes, router]) },
      {
        name: 'best single model',
        points: steps.map(({ probes, router, difference }) => [probes, router - difference]),
        look: 'dashes',
      },
    ],
  }
}

function stream(online: NonNullable<RoutingResult['online']>): Chart {
  const curve = (values: readonly number[]): readonly (readonly [number, number])[] =>
    values.map((value, at) => [online.after[at] ?? 0, value])
  return {
    title: 'local-9, from priors',
    x: 'requests, every fifth rated',
    y: 'share right so far',
    series: [
      { name: 'greedy', points: curve(online.greedy) },
      { name: 'exploring', points: curve(online.exploring) },
      {
        name: 'best single model',
        points: curve(online.after.map(() => online.best_single)),
        look: 'dashes',
      },
    ],
  }
}
