import { table } from '../terminal/table.ts'
import type { Profile } from './answers.ts'

const FAMILIES = ['code', 'math', 'reasoning', 'knowledge', 'writing', 'extract', 'tools', 'chat']
const HEAD = [
  'model',
  'backend',
  'reads',
  'writes',
  'loads',
  'context',
  'can',
  ...FAMILIES,
  'asked',
]

/** What profiles found, a row for each place of each model; quality is the chance of a right answer in percent. */
export function profileTable(profiles: readonly Profile[]): readonly string[] {
  const rows = profiles.flatMap(({ name, families, placements }) =>
    placements.map(({ backend, speed, context, capabilities }) => [
      name,
      backend,
      ...[speed.prefill_tps, speed.decode_tps].map((rate) => number(rate, '/s')),
      number(speed.load_s, ' s'),
      String(context.served ?? context.claimed ?? '?'),
      Object.keys(capabilities)
        .filter((capability) => capabilities[capability]?.value)
        .join(' ') || '-',
      ...FAMILIES.map((family) => percent(families[family]?.quality)),
      String(asked(families)),
    ]),
  )
  return table(HEAD, rows)
}

function asked(families: Profile['families']): number {
  const counts = Object.values(families).map(({ evidence }) => evidence['probes'] ?? 0)
  return Math.round(counts.reduce((sum, count) => sum + count, 0))
}

function number(value: number | null, unit: string): string {
  if (value === null) return '?'
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)}${unit}`
}

function percent(share: number | undefined): string {
  return share === undefined ? '?' : String(Math.round(100 * share))
}
