import { describe, expect, it } from 'vitest'
import { routingFigures } from '../../bench/routing/routing-figures.ts'
import { routingJson } from '../../bench/routing/routing-json.ts'
import { routingPage } from '../../bench/routing/routing-page.ts'
import { routingReport } from '../../bench/routing/routing-report.ts'
import type { RoutingResult } from '../../bench/routing/routing-result.ts'
import { svgChart } from '../../bench/routing/svg-chart.ts'
import { points, textTable } from '../../bench/routing/text-table.ts'

const RESULT: RoutingResult = {
  pools: {
    'local-9': {
      prompts: 10,
      models: ['a', 'b'],
      best_single: 0.6,
      best_single_model: 'a',
      router: 0.65,
      oracle: 0.8,
      difference: 0.05,
      ci95: [0.01, 0.09],
      gap_closed: 0.25,
      auc: 0.7,
      brier: 0.2,
      aiq: 0.61,
      aiq_zero: 0.6,
      calibration: [{ predicted: 0.5, actual: 0.4, count: 3 }],
      calibration_error: 0.1,
      baselines: [{ name: 'random', accuracy: 0.123456789 }],
      points: { router: [{ cost: 1, quality: 0.65 }], single: [{ cost: 2, quality: 0.6 }] },
    },
  },
  pairs: null,
  stress: null,
  ood: null,
  cold_start: null,
  online: null,
  families: null,
  latency: null,
  leakage: [],
  missing: ['routellm', 'mmlu_pro'],
}

describe('the findings for people', () => {
  it('align columns', () => {
    expect(
      textTable([
        ['name', 'n'],
        ['a', '100'],
      ]),
    ).toBe('name    n\na     100\n')
    expect([points(0.0123), points(-0.5)]).toEqual(['+1.23', '-50.00'])
  })

  it('say which goals were met and which data is missing', () => {
    const report = routingReport(RESULT, '/data')
    expect(report).toContain('above 0 met, AIQ +0.025 MISSED')
    expect(report).toContain('+1.00 to +9.00')
    expect(report).toContain('Not measured, since /data lacks: routellm, mmlu_pro.')
    expect(report).not.toContain('online')
  })
})

describe('the findings for programs', () => {
  it('are one line, with null for what was not measured', () => {
    const line = routingJson(RESULT)
    expect(line).not.toContain('\n')
    const found = JSON.parse(line)
    expect(found).toMatchObject({ pairs: null, families: null, missing: ['routellm', 'mmlu_pro'] })
    expect(found.pools['local-9']).toMatchObject({
      ci95: [0.01, 0.09],
      baselines: { random: 0.12346 },
    })
    expect(found.pools['local-9'].points).toBeUndefined()
  })
})

describe('the pictures', () => {
  it('are made of what was measured', () => {
    expect(routingFigures(RESULT).map(({ file }) => file)).toEqual([
      'frontier.svg',
      'calibration.svg',
    ])
  })

  it('are well-formed, place points within their frame, and can be read in the dark', () => {
    const svg = svgChart([
      {
        title: 'a < b & c',
        x: 'x',
        y: 'y',
        series: [
          {
            name: 'one',
            points: [
              [0, 5],
              [1, 0],
              [100, 1],
            ],
          },
        ],
      },
    ])
    expect(svg).toContain('a &lt; b &amp; c')
    expect(svg).toContain('prefers-color-scheme: dark')
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    const places = [...svg.matchAll(/cx="([\d.-]+)" cy="([\d.-]+)" r="3"/g)]
    // From 0 to 100 across and from 0 to 5 up, both of them round already.
    expect(places.map(([, x, y]) => [Number(x), Number(y)])).toEqual([
      [58, 34],
      [61.2, 246],
      [376, 203.6],
    ])
    expect([...svg.matchAll(/text-anchor="end">([^<]+)</g)].map(([, tick]) => tick)).toEqual([
      ...['0', '1', '2', '3', '4', '5'],
    ])
    expect(svg.match(/<g/g)?.length).toBe(svg.match(/<\/g>/g)?.length)
  })
})

describe('the page', () => {
  it('counts its goals and shows its pictures', () => {
    const page = routingPage(RESULT, routingFigures(RESULT))
    expect(page).toContain('Of 2 goals, 1 were met and 1 missed')
    expect(page).toContain('](routing/frontier.svg)')
    expect(page).toContain('local-9       10')
  })
})
