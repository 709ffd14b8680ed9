import { plainText } from '../terminal/plain-text.ts'
import { table } from '../terminal/table.ts'
import type { Profile } from './answers.ts'

type Placement = Profile['placements'][number]

const FAMILY_HEAD = ['work of medium difficulty', 'right', 'known by']
const PLACE_HEAD = ['backend', 'reads', 'writes', 'loads in', 'context', 'can']

/** What is known of one model, for people: each number with how sure it is and where it comes from. */
export function profileLines({ name, ability, families, placements }: Profile): readonly string[] {
  const { theta, sd } = ability
  const rows = Object.entries(families).map(([family, { quality, sd: doubt, evidence }]) => [
    family,
    `${percent(quality)} +-${percent(doubt)}`,
    sourcesOf(evidence),
  ])
  return [
    plainText(`${name}: skill ${theta.toFixed(2)} +-${sd.toFixed(2)} (logits)`),
    '',
    ...table(FAMILY_HEAD, rows),
    '',
    ...table(PLACE_HEAD, placements.map(placeCells)),
  ]
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

/** What speaks of a model's skill, with how many sure answers. */
export function sourcesOf(evidence: Readonly<Record<string, number>>): string {
  const said = Object.entries(evidence).filter(([, answers]) => answers >= 0.05)
  if (said.length === 0) return 'its facts alone'
  return said.map(([source, answers]) => `${source} ${round(answers)}`).join(', ')
}

function placeCells({ backend, speed, context, capabilities }: Placement): readonly string[] {
  const can = Object.entries(capabilities).filter(([, { value }]) => value)
  return [
    backend,
    rate(speed.prefill_tps),
    rate(speed.decode_tps),
    speed.load_s === null ? '?' : `${round(speed.load_s)} s`,
    String(context.served ?? context.claimed ?? '?'),
    can.map(([capability, { source }]) => `${capability} (${source})`).join(', ') || '-',
  ]
}

function rate(tokensPerSecond: number | null): string {
  return tokensPerSecond === null ? '?' : `${round(tokensPerSecond)} tokens/s`
}

function round(number: number): number {
  return number < 10 ? Math.round(number * 10) / 10 : Math.round(number)
}
