import { createHash } from 'node:crypto'
import type { DecisionRecord, KeptText } from '../contracts/decision.ts'
import type { RequestRecord } from '../contracts/record.ts'
import { FAMILIES, SUBJECTS } from '../contracts/routing.ts'
import { numberedRecord } from './numbered-record.fixture.ts'

export function keptText(text: string): KeptText {
  return { hash: createHash('sha256').update(text).digest('hex'), text }
}

/** A decision with something in every field, none of it round. */
export function decisionOn(world: string, more: Partial<DecisionRecord> = {}): DecisionRecord {
  const shares = <Name extends string>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name, at) => [name, (at + 1) / 3 / names.length])) as Record<
      Name,
      number
    >
  return {
    model: 'auto',
    profile: {
      kind: 'chat',
      families: shares(FAMILIES),
      subjects: shares(SUBJECTS),
      choice: 1 / 3,
      difficulty: 0.1 + 0.2,
      needs: ['tools'],
      tokensIn: 12,
      tokensOut: 340,
      tokensNeeded: 352,
    },
    intent: {
      policy: { name: 'speed', qualityPreference: 0.1, costWeight: 4, localOnly: false },
      only: ['a', 'b'],
      maxSeconds: 2.5,
    },
    session: { model: 'a', placement: 'a@home', tokens: 7 },
    exploration: { seed: -5, scale: 1 / 7 },
    states: new Map([
      ['a@home', { open: true, busy: 2, load: { running: 3, waiting: 1 }, decodeTps: 100 / 3 }],
      ['b@home', { open: false, busy: 0, prefillTps: 1e-9, loadSeconds: 8 / 7, tokenRatio: 1.1 }],
    ]),
    addresses: false,
    chosen: 'a@home',
    utility: -1 / 3,
    program: '1.2.3',
    weights: 'abc',
    world: () => keptText(world),
    beliefs: () => keptText('beliefs'),
    ...more,
  }
}

/** A numbered record whose decision was made on that world. */
export function decidedRecord(number: number, world = 'world'): RequestRecord {
  return { ...numberedRecord(number), decision: decisionOn(world) }
}
